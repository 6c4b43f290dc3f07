"""Documents to keep, send and print: PDF set by Typst from templates of ours and plain data."""
