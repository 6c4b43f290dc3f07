"""Why something about exit interviews, comments or surveys is not stored or changed."""

from service.problems import Conflict, NotFound, PreconditionFailed, Unprocessable


class NoSuchInterview(NotFound):
    slug = "no-such-interview"
    title = "There is no such exit interview"
    advice = "List the exit interviews of the half-year to find the id."


class InterviewExists(Conflict):
    slug = "interview-exists"
    title = "This leaver has an exit interview already"
    advice = "Change the interview that the answer names, or withdraw it first."


class InterviewInvalid(Unprocessable):
    slug = "interview-invalid"
    title = "The exit interview cannot be taken in"
    advice = "Each entry of errors points to a part of the request and says what is wrong with it."


class InterviewSettled(Conflict):
    slug = "interview-settled"
    title = "The exit interview is past that step"
    advice = "Read the interview again: its status says what can still be done."


class AnswerRepeated(Conflict):
    slug = "answer-repeated"
    title = "The same answer is there already"
    advice = "Leave the answer out: it was taken in before."


class Overtaken(PreconditionFailed):
    slug = "overtaken"
    title = "Somebody else changed it first"
    advice = "Read it again. Where the answer shows both versions, decide what holds and send that."


class NoSuchComment(NotFound):
    slug = "no-such-comment"
    title = "There is no such comment"
    advice = "List the comments of the half-year to find the id."


class CodingRefused(Unprocessable):
    slug = "coding-invalid"
    title = "The coding does not fit the codebook"
    advice = "Give each theme of the codebook in force once, with one direction."


class Blind(Conflict):
    slug = "blind-sample"
    title = "The comment is in the sample for blind second coding"
    advice = (
        "Code it as the second coder without having seen the first coding or the suggestions, or "
        "leave it to somebody who has not."
    )


class CodingSettled(Conflict):
    slug = "coding-settled"
    title = "Both coders have coded the comment"
    advice = "Neither coding changes any more. Where they differ, adjudicate and say why."


class NothingToAdjudicate(Conflict):
    slug = "nothing-to-adjudicate"
    title = "There are not two codings to decide between"
    advice = "Change the first coding, or have the comment coded by a second person."


class NoConsent(Conflict):
    slug = "no-consent"
    title = "Whoever wrote this has not agreed to be quoted"
    advice = "Ask them, and record their consent; without it nothing of it may be quoted."


class NoSuchQuotation(NotFound):
    slug = "no-such-quotation"
    title = "There is no such quotation"
    advice = "List the quotations to find the id."


class NoSuchFollowUp(NotFound):
    slug = "no-such-follow-up"
    title = "There is no such follow-up"
    advice = "List the follow-ups to find the id."


class NoSuchCodebook(NotFound):
    slug = "no-such-codebook"
    title = "There is no such version of the codebook"
    advice = "List the versions of the codebook to find its number."


class CodebookRefused(Unprocessable):
    slug = "codebook-invalid"
    title = "The codebook breaks its own rules"
    advice = "Each entry of errors says what to change before it can be stored."


class ThemeInUse(Conflict):
    slug = "theme-in-use"
    title = "A theme that was given to comments would be lost"
    advice = (
        "Keep the theme, or say in changes what became of it: merged into another, split into "
        "several, or retired. Nothing is stored before."
    )


class QuestionSetRefused(Unprocessable):
    slug = "question-set-invalid"
    title = "The question set breaks its own rules"
    advice = "Each entry of errors says what to change before it can be stored."


class NoSuchQuestionSet(NotFound):
    slug = "no-such-question-set"
    title = "There is no such question set"
    advice = "List the question sets to find the id."


class NoSuchSurvey(NotFound):
    slug = "no-such-survey"
    title = "There is no such survey"
    advice = "List the surveys to find the id."


class SurveyOpen(Conflict):
    slug = "survey-open"
    title = "The survey is still open"
    advice = (
        "Close it first. Results that change with each response would show what the last one said."
    )


class SurveyClosed(Conflict):
    slug = "survey-closed"
    title = "The survey is closed"
    advice = "Nothing more can be added to it. Make another survey."


class NoSuchImport(NotFound):
    slug = "no-such-interview-import"
    title = "There is no such file of exit interviews"
    advice = "List the files to find the id."


class ImportSettled(Conflict):
    slug = "interview-import-confirmed"
    title = "The file has been taken in already"
    advice = "Send a corrected file as a new one."


class FileRefused(Unprocessable):
    slug = "interview-file-refused"
    title = "The file cannot be taken in as it is"
    advice = "Each finding names row, column and what to do. Correct the file and send it again."
