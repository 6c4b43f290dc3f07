"""Personal data as such: the register of it, how long it is kept, and one person's rights."""
