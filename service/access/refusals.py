"""What is refused to people who sign in."""

from service import problems


class RoleNeeded(problems.Forbidden):
    slug = "role-needed"
    title = "This page is for somebody else"
    advice = "Ask whoever looks after accounts for the role that the detail names, or go to your start page: /office."


class FormNotOurs(problems.Forbidden):
    slug = "form-not-ours"
    title = "The form did not come from our page"
    advice = "Open the page again, fill the form in there and send it. Nothing was changed."


class NoSuchAccount(problems.NotFound):
    slug = "no-such-account"
    title = "There is no such account"
    advice = "List the accounts and take the e-mail address from there."


class AddressTaken(problems.Conflict):
    slug = "account-exists"
    title = "Somebody with this e-mail address can sign in already"
    advice = "Change the roles of the account that is there, or write another address."
