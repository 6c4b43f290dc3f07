"""What can be wrong with a row of exit interviews or survey responses, in words to act on."""

from scorecard.themes.remarks import Remark
from service.surveys.interview_answers import LONGEST
from service.workforce.findings import Severity
from service.workforce.tabular.fault import Fault

REJECT, WARN, INFO = Severity.REJECT, Severity.WARN, Severity.INFO

CELLS_WRONG = Fault(
    "CELLS_WRONG",
    REJECT,
    "The row has {found} cells and there are {wanted} headings.",
    "Put a text that has a comma in it in quotation marks.",
    "An answer with a comma and without quotation marks.",
)
ANSWER_REFUSED = Fault(
    "ANSWER_REFUSED",
    REJECT,
    "The answer {why}.",
    f"An answer has at most {LONGEST:,} characters that can be seen, line breaks among them.",
    "An answer of 20,001 characters.",
)
ANSWER_NOT_DONE = Fault(
    "ANSWER_NOT_DONE",
    REJECT,
    "The row has answers and its status is {status}.",
    "Set the status to done, or leave the answers out.",
    "Answers beside the status declined.",
)
DONE_DAY_NOT_DONE = Fault(
    "DONE_DAY_NOT_DONE",
    REJECT,
    "The row says on which day the interview took place and its status is {status}.",
    "Set the status to done, or leave the day out.",
    "done_on beside the status offered.",
)
NO_ANSWERS = Fault(
    "NO_ANSWERS",
    INFO,
    "The interview is done and has no answer.",
    "Nothing to do if nothing was written down: it counts as done and not as codable.",
    "The status done without an answer.",
)
LEAVING_DAY_TOO_LATE = Fault(
    "LEAVING_DAY_TOO_LATE",
    REJECT,
    "The leaving date is more than a year ahead.",
    "Check the year.",
    "A leaving date two years ahead.",
)
INTERVIEW_TWICE = Fault(
    "INTERVIEW_TWICE",
    REJECT,
    "Row {first} has the same registration number and leaving date.",
    "Put what belongs to one interview in one row.",
    "The same leaver in two rows.",
)
INTERVIEW_HELD = Fault(
    "INTERVIEW_HELD",
    REJECT,
    "There is an interview of this leaver for this date already.",
    "Leave the row out; add to the interview that is there instead.",
    "A file that is sent a second time.",
)
ANSWER_TWICE = Fault(
    "ANSWER_TWICE",
    WARN,
    "Row {first} has the same answer, word for word.",
    "If it was copied by mistake, correct the row; both are taken in as they are.",
    "One answer in the rows of two leavers.",
)
LEAVER_NOT_FOUND = Fault(
    "LEAVER_NOT_FOUND",
    WARN,
    "No HR return says that this worker left.",
    "Check the registration number, or send the return. The interview is taken in, and left out of "
    "the scorecard until a return says that they left.",
    "A registration number that no return has.",
)
LEAVING_DAY_DIFFERS = Fault(
    "LEAVING_DAY_DIFFERS",
    WARN,
    "The HR returns have this worker leaving on another day.",
    "Correct the date here or in the next return; the interview counts by the date in this file.",
    "A leaving date a week after the one in the returns.",
)
REMARKS = {
    Remark.NO_WORDS: Fault(
        "NO_WORDS",
        WARN,
        "The answer has no words.",
        "A person codes it as giving no theme, if that is what it says.",
        "An answer that is an emoji.",
    ),
    Remark.MARKUP: Fault(
        "MARKUP",
        INFO,
        "The answer has HTML or a script in it. It is kept and shown as plain text.",
        "Nothing to do.",
        "An answer with <b>bold</b> words.",
    ),
    Remark.OTHER_LANGUAGE: Fault(
        "OTHER_LANGUAGE",
        WARN,
        "Hardly a word of the answer is English.",
        "Somebody who reads the language has to code it: suggestions are only made for English.",
        "An answer in Polish.",
    ),
    Remark.PERSONAL_DATA: Fault(
        "PERSONAL_DATA",
        INFO,
        "The answer seems to hold names, numbers or addresses.",
        "Only the coder sees them. They can be taken out for good (strike).",
        "An answer that names a manager.",
    ),
    Remark.CHILD_NAMED: Fault(
        "CHILD_NAMED",
        WARN,
        "The answer seems to name a child.",
        "Take the name out for good (strike) before anything else is done with the answer.",
        "An answer that tells of a child by name.",
    ),
}
SURVEY_ANSWER = Fault(
    "SURVEY_ANSWER",
    REJECT,
    "This is no answer to a statement.",
    "Write strongly agree, agree, neither, disagree or strongly disagree, or 5 to 1; leave the cell "
    "empty where nothing was answered.",
    "maybe",
)
SURVEY_EMPTY = Fault(
    "SURVEY_EMPTY",
    REJECT,
    "The row answers nothing.",
    "Leave out rows of people who did not respond, and give their number as invited.",
    "A row with a group and no answer.",
)
SURVEY_GROUP = Fault(
    "SURVEY_GROUP",
    REJECT,
    "The name of the group cannot be used.",
    "Write the name on one line, with at most 200 characters.",
    "A group with a line break in its name.",
)
SURVEY_NO_STATEMENT = Fault(
    "SURVEY_NO_STATEMENT",
    REJECT,
    "None of the columns is a statement of the question set.",
    "Name each column by the id of its statement, as in {example}.",
    "A file with columns Q1, Q2, Q3.",
)
SURVEY_INVITED_MISSING = Fault(
    "SURVEY_INVITED_MISSING",
    REJECT,
    "{responses} responses came from {group}, and how many of them were invited is not said.",
    "Say it of every group that answered, say one number for everybody, or leave it out.",
    "Rows of South beside invited=North=40 alone.",
)
SURVEY_MORE_THAN_INVITED = Fault(
    "SURVEY_MORE_THAN_INVITED",
    REJECT,
    "{responses} responses came from {invited} people invited ({group}).",
    "Correct how many were invited, or leave the number out if it is not known.",
    "50 rows beside invited = 40.",
)
