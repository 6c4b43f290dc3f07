"""How people praise, complain, deny and mock: the patterns by which a clause gets its direction."""

import re

_GOOD_WORDS = (
    r"brilliant|excellent|great|good|lovely|fantastic|amazing|wonderful|superb|outstanding|sensible|"
    r"fair|decent|fine|ok|okay|alright|manageable|strong|loved?|loves|enjoy(?:ed|s|able)?|valued|value(?! propos)|"
    r"appreciated?|best|supportive|kind|caring|helpful|friendly|grateful|thank(?:s|ful)?|proud|"
    r"(?:i|i'll|will|sorely|really) miss(?:ed)?(?! (?:my|our|the) (?:own )?(?:\w+'s|son|daughter|kids?|child\w*|boys?|girls?|lad|wife|husband|train|bus|lunch|break|birthday))|like family|faultless|fabulous|first class|top notch|spot on|second to none|"
    r"reasonable|generous|welcoming|warm|respect(?:ed)?|pleased|happy|positive|adored?|cracking|solid|"
    r"approachable|there for me|had my back|looked after|well (?:run|supported|organised|paid|led)|"
    r"straight with|knows your name|a joy|credit to|hats off|smashing|terrific|marvellous|perfect|"
    r"champion|belting|mint|grand to|a gem|rock|praise|bostin|ace|top drawer|impressed|liked|"
    r"taught me|got me through|kept me going|good sort|did (?:her|his|their) best|exceptional|super|"
    r"incredible|satisf(?:ied|action)|listened|star|stars|treasure|blessing|highlight|pleasure|commend\w*|much better|free|"
    r"complimentary|warmly|spoke (?:very )?(?:well|highly)|highly of|content|contented|robust|sound|saint|grand|canny|competitive|improved|"
    r"(?:great|good) deal better|gone to the wall|healthy|stable|adequate|admirable|exemplary|thorough|pleasant|comfortable|"
    r"effective|well.?(?:trained|managed|resourced|equipped|liked)|magic|brill|angels?|lucky|privilege|delightful|cheerful|"
    r"nice|sorted|reassuring|inspir\w+|dedicated|committed|professional and|no better|could(?:n't| not) (?:be|have been) (?:kinder|nicer|better)"
)
_BAD_WORDS = (
    r"poor|bad|badly|awful|terrible|dreadful|appalling|horrible|rubbish|useless|shocking|unfair|"
    r"unreasonable|impossible|unsafe|unmanageable|ridiculous|worst|worse|"
    r"too (?:much|many|high|long|low|far|big|little|few)|lack(?:ed|ing)?|never|cancelled|refused|denied|"
    r"ignored|nothing|nobody|no one|without|constant(?:ly)?|struggl\w+|hated?|sick of|tired of|fed up|"
    r"frustrat\w+|disappoint\w+|let down|broke(?:n)?|failed|failing|lost|unsupported|not enough|"
    r"insufficient|inadequate|hardly|barely|rarely|zero|none|killing|killed|ruined|destroyed|nightmare|"
    r"dissatisf\w+|absence of|difficult(?:y|ies)?|joke|shambles|shambolic|unhappy|miserable|toxic|chaotic|non.?existent|patchy|unfavourabl\w+|untenable|unworkable|unsustainable|punitive|eroded|relentless|unrelenting|overwhelm\w+|hopeless|woeful|dire|only|"
    r"(?:was|were|is|are)n'?t\W*$|overlooked|declined|rejected|turned down|not (?:available|there|allowed)|could ?n't|wouldn't|didn't"
)
_NOT = (
    r"not|never|no|hardly|without|wasn't|isn't|aren't|weren't|didn't|don't|doesn't|haven't|hadn't|"
    r"wasnt|didnt|dont|cannot|can't|nothing|nobody|far from|less than|anything but|nor|"
    r"could have been|should have been|lack of|couldn't"
)
POSITIVE = re.compile(rf"\b(?:{_GOOD_WORDS})\b")
NEGATIVE = re.compile(rf"\b(?:{_BAD_WORDS})\b")
NEGATED_POSITIVE = re.compile(rf"\b(?:{_NOT})\b(?:\W+\w+){{0,3}}?\W+(?:{_GOOD_WORDS})\b")
ABSENT_GOOD = re.compile(
    r"\bnot (?:a )?bad\b|\bno bad\b|\bnot (?:all )?bad\b|\bquite liked\b|\b(?:numbers?|cases|caseloads?) (?:was|were) (?:\w+ )?low\b|\bmore than fair\b"
)
"""Good news said by what is missing."""

NO_FAULT = re.compile(
    r"(?:couldn't|could not|can't|cannot) (?:fault|praise|speak (?:highly|more highly)|thank)|"
    r"(?:could ?n't|could not|can't) (?:have )?(?:ask|asked|wish|wished) for|(?:no|nee|nae) (?:real |major |particular |big )?(?:complaints?|criticisms?|gripes|problems?|issues?|quarrel|"
    r"concerns|grumbles|quibbles)|nothing (?:negative|bad|but good) (?:to say )?(?:about|for|on|against)|no hard feelings|(?:never|not) (?:had |have |heard )?(?:a |one )?(?:bad|cross|harsh) word|nothing against|nothing but (?:praise|good|support|kindness)|"
    r"nowt (?:wrong|bad|against)|never (?:minded|felt (?:unsafe|in danger|blamed|pressured|alone|bullied)|overloaded|"
    r"had (?:a |any )?(?:problems?|issues?|complaints?|trouble)|a problem|an issue|experienced)|"
    r"not a problem|wasn't (?:a problem|an issue)|did(?:n't| not) bother|nothing wrong|not complaining|"
    r"can't complain|cannot complain|worked well|left to get on with it and trusted|"
    r"(?:have|had|make) no criticism|never (?:once )?(?:felt )?overloaded|no trouble|could live with|"
    r"not at all|can't say a bad word|not a bad word|nothing to complain|always treated with respect"
)
NOT_THE_REASON = re.compile(
    r"\b(?:wasn't|was not|isn't|is not|weren't|not|never) (?:(?:really|just|even|so much|anything) )?"
    r"(?:about|because of|due to|down to|to do with|a matter of|a question of)\b"
    r"|\b(?:it's|it is|it was) not that\b|\b(?:it isn't|it wasn't) that\b|^\W*not that i\b|\b(?:don't|do not) put (?:this|it|that) down to\b"
    r"|\b(?:everybody|everyone|people|they|you)(?:'ll| will| might| may| would| all)? (?:tell|say|assume|think|expect|guess)s? (?:you )?(?:it|that|i)\b"
    r"|\b(?:problem|issue|reason|trouble|difficulty) (?:was|is|were|has) (?:never|not)\b|\bi (?:don't|do not|can't|didn't) blame\b"
    r"|\bit(?: (?:certainly|definitely|honestly|absolutely|really|sure))?(?:'s not| wasn't| was not| isn't| is not| was never) (?:(?:really|just|even) )?(?:the|my|a)\b(?! (?:hard|difficult|easy|tough|big) )"
    r"|\bnothing to do with (?!the (?:job|work))|\bnot because\b|\bnot for the\b|\bdidn't leave because\b"
    r"|\b(?:isn't|wasn't|not|never) (?:the reason|why)\b|\b(?:don't|not) blame\b|\bregardless of\b"
    r"|^\W*not (?:the |my )?\w+(?: \w+)?[,.]|\bcontrary to\b|\bpeople (?:will )?(?:assume|think)\b"
    r"|\b(?:did|had) (?:i )?consider(?:ed)?\b.*\bno\b|\bi don't (?:want|need) (?:more|fewer|less|better)\b"
    r"|\b(?:wasn't|weren't|isn't|was not|were not) (?:that |so |too |particularly |especially )?"
    r"(?:stressed|burnt out|bullied|high|unsafe|the problem|the issue)\b|\bi'm not (?:stressed|burnt|unhappy)"
    r"|\bdid(?:n't| not) have (?:a lot|too many|that many)\b"
)
DENIES_BACK = re.compile(
    r"\b(?:that's|that is|this is|it's|it is|that|which is|which was|that was|it was) ?(?:not|n't|never|isn't|"
    r"wasn't)\b.{0,20}\b(?:why|reason|issue|problem|the thing|that|it)\b"
    r"|\b(?:isn't|wasn't|is not|was not) (?:why|the reason|the issue|the problem|it)\b"
    r"|\b(?:didn't|never|don't) mind(?:ed)?\b|\bnot at all\b|\bi could live with\b|\bbefore you ask\b"
)
IRONY = re.compile(
    r"\bsaid (?:nobody|no one)\b|\boh yes\b|^\W*oh (?:the|how|what|yes|great|lovely|joy)\b|\bgreat fun\b|"
    r"\bloved (?:having to|being (?:told|shouted|ignored|blamed|moved|called|woken|asked|sent|left|treated|the only|on))\b|\bi adore\b|\bsuch an? [\w-]+ (?:employer|place|team|council|boss|manager|organisation)\b|^\W*wonderful\b.*\bif\b|\bta very much\b|"
    r"\bi suppose some people\b|\bso much time to\b|, they say\b|\bthanks for nothing\b|\bthat fixed\b|"
    r"\bwhat (?:a (?:joy|treat|surprise|laugh|delight)|fun|joy)\b|^\W*how (?:lovely|nice|kind|generous|thoughtful)\b|"
    r"\b(?:such an?|what an?) (?:privilege|joy|treat|pleasure|honour|thrill) to\b|\bfull marks (?:for|to)\b|\bthank.?(?:you|s) to whoever\b|"
    r"\bi (?:must|do have to|have to) (?:praise|admire|congratulate|applaud)\b|\bhats? off to whoever\b|\bso (?:empowered|valued|supported|trusted|blessed) that\b|\byou couldn'?t make it up\b|"
    r"\bnice of them\b|\bso-called\b|\blucky me\b|\bbrilliant idea\b|\bjust what (?:i|we) needed\b|"
    r"\bi do so (?:love|enjoy)\b|^\W*lovely to know\b|^\W*nothing (?:like|beats)\b|\bmuch appreciated, not\b|"
    r"\bsupposedly\b|\bbless them\b|\bwho needs\b|\bthe (?:exact )?opposite\b|\bso they say\b|\bno prizes for\b|\bi believe (?:she|he) exists\b"
)
CAUSE = re.compile(
    r"\b(?:left|leaving|leave|going|go|quit|resign\w*|moved on|off) (?:\w+ )?(?:because|for|due|as|so)\b|"
    r"\bthe reason\b(?! i)|\bwhy i\b|\bwhat (?:wore|finished|broke|drove|did it|tipped|made|pushed|got|isn't|wasn't|i didn't)\b|"
    r"\b(?:final|last) straw\b|\bfinished me\b|\bdrove me\b|\bdid for me\b|\bsaid .?(?:it was )?the (?:hours|pay|money|stress|caseload|commute|travel|hours?|workload|manager|job)\b|\bit w(?:as|ere) (?:the|my|a)\b|"
    r"\bbecause of\b|\bjust (?:need|want|fancied)\b|\bfor me it\b|\bthat was that\b|"
    r"\b(?:leaver|she|he|worker|employee|individual) (?:also )?(?:cites?|cited|reports?|reported|states?|stated|describe[sd]?|"
    r"alleges?|alleged|expressed|felt|found|was (?:dis|un)|indicated|advised)\b|\bdraw the line\b|\bdown to\b"
)
WISH = re.compile(
    r"\b(?:i )?(?:would|might|could|'d) (?:have|'ve) stayed\b|\bwould(?:n't| not| never) have (?:left|looked|gone)\b|"
    r"\bif only\b|\bi wish\b|\bneeds? (?:more|better|to improve|looking at)\b|\bcould do with (?:more|better)\b"
)
ANSWERS_BAD = re.compile(
    r"\b(?:nothing|not (?:much|a lot|a great deal)|very little)\b(?!.*\b(?:trouble|too much)\b)|"
    r"\bnon.?existent\b|\bjoke\b|\bshambles\b|\babsence of\b|\bpoor\b|\bawful\b|\bterrible\b|\bcan't say the same\b|\bdreadful\b|\bappalling\b|"
    r"\brubbish\b|\black(?:ed|ing)?\b|\bwasn't good\b|\bwas not good\b|\bhowever\b|\bunfortunately\b|\bworse\b|"
    r"\blet down\b|\bspied\b|\bvery little\b|\btoo (?:many|high|long|low)\b|\bunmanageable\b|\bbullied\b|\bburnt out\b|\bisn't\b|\bwasn't\b"
)
"""Complaints in an answer to what was good."""
