//! Codes of the `kdl` layer: how any of the tool's KDL files is written.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        NOT_UTF8 = "kdl::not-utf8", "a file is not UTF-8",
"The tool reads text files as UTF-8 and found a byte that cannot be part of it. The message counts bytes
from 0 and lines from 1.

Editors on Windows sometimes save as Windows-1252 or UTF-16. Save the file as UTF-8, or convert it:

    iconv -f WINDOWS-1252 -t UTF-8 quickscale.kdl > fixed.kdl";

        TOO_LARGE = "kdl::too-large", "a file is too large to be read",
"A manifest is a page or two of text. A file of hundreds of kilobytes is most likely something else: a log, a
dump or a generated file under the wrong name. It is refused before it is parsed.

Check the path that was given. Long texts belong in files of the project, not in the manifest.";

        TOO_DEEP = "kdl::too-deep", "blocks are nested too deeply",
"Nothing that the tool reads needs more than a handful of blocks inside each other, so a file with dozens of
levels is damaged or was made to do harm. It is refused before it is parsed.

Usually a `}` is missing in each of many similar blocks, for example where text was pasted many times.";

        SYNTAX = "kdl::syntax", "the text is not KDL",
"The file cannot be read as KDL 2. Each line is a node: a name, then values and `key=value` properties, then
an optional block in braces.

    project \"acme\" package=\"acme\" {
        title \"Acme CRM\"
    }

Text needs double quotes as soon as it holds a blank or one of `\\ / ( ) { } ; [ ] \" # =`, and when it starts like a
number. There is no `=` after a node's name and no blank around the `=` of a property.";

        OLD_SPELLING = "kdl::old-spelling", "a value is spelled as in KDL 1",
"KDL 2 marks its keywords and raw strings with `#`. The spellings of KDL 1 are refused rather than guessed.

    true   false   null   r\"text\"       KDL 1
    #true  #false  #null  #\"text\"#      KDL 2

Write the spelling that the help names. A text that reads `true` is written in double quotes.";

        UNCLOSED = "kdl::unclosed", "a block, string or comment is never closed",
"Something was opened and the file, or the line, ended before it was closed. The mark shows where it starts;
the missing end is somewhere behind.

A string in double quotes ends on its own line. A longer text starts and ends with three quotes on lines of
their own:

    help \"\"\"
        Two lines
        of text.
        \"\"\"";

        TRAILING_COMMA = "kdl::trailing-comma", "a comma became part of a text",
"KDL separates values by blanks, and a comma is an ordinary character of a bare word. So

    social google, github

names a provider called `google,`. Write

    social google github

or put the text in double quotes if the comma belongs to it.";

        ANNOTATION = "kdl::annotation", "a type annotation has no meaning",
"KDL allows a type in parentheses before a name or a value, such as `(u8)15`. None of the tool's files uses
them: the type of each value is known from its name. Since an annotation would be ignored silently, it is refused.

Remove the parentheses and what is in them.";

        UNKNOWN_NODE = "kdl::unknown-node", "a node is not known",
"A node has a name that means nothing in its block. Unknown nodes are refused, because a misspelled node that is
ignored would silently do nothing.

The help lists what is known in the block and, if there is one, the name that looks like it. Check also that the
node stands in the right block: `database` belongs in an `environment`, not at the top.";

        UNKNOWN_PROPERTY = "kdl::unknown-property", "a property is not known",
"A node carries a `key=value` that it does not have, or a node that holds plain values carries one at all.

    database \"postgres\" verison=18     refused: the property is `version`

The help lists what is known. A part that has a block of its own is written as a node inside the block, never as a property.";

        UNEXPECTED_ARGUMENT = "kdl::unexpected-argument", "a node has a value too many",
"A node is followed by more values than it takes. The usual reason is a text without quotes:

    title Acme CRM          two values
    title \"Acme CRM\"        one value

Put the text in double quotes, or remove what is too much.";

        UNEXPECTED_BLOCK = "kdl::unexpected-block", "a node has a block that it cannot have",
"A node that holds a single value was given a block in braces.

    theme { name \"starter\" }     refused
    theme \"starter\"              right

Write the value behind the node's name.";

        MISSING_VALUE = "kdl::missing-value", "a node has no value",
"A node that must be followed by a value stands alone. An empty value and the default are different things, so the
tool does not guess.

    title                     refused
    title \"Acme CRM\"          right

Write the value, or remove the line to get the default.";

        MISSING = "kdl::missing", "something that is needed was not written",
"A part has no default and must be written. The message names it and the mark shows where it belongs; the help
shows how it is written.

The smallest manifest is one line:

    project \"acme\"";

        DUPLICATE = "kdl::duplicate", "something is written twice",
"A node or property that can be there once was written twice. KDL itself lets the last one win; the tool refuses,
since two people who each added one would both believe that theirs counts. A merge in git is a usual cause.

Both places are marked. Keep one of them.";

        WRONG_TYPE = "kdl::wrong-type", "a value is of the wrong kind",
"A value is a number where a text is needed, or the other way round. KDL tells them apart by their spelling:

    version 18        a number
    version \"18\"      a text
    docker #true      a boolean; `docker` alone says the same

`#null` is nowhere a value: leave the node out to get its default.";

        WRONG_VALUE = "kdl::wrong-value", "a value is not one of the choices",
"The value has the right kind but is not one of those that are known. The help lists the choices.

    database \"mysql\"       refused: the choices are `postgres` and `sqlite`

Write one of the choices. Spelling counts, and so do capitals.";

        WRONG_FORM = "kdl::wrong-form", "a text does not have the form it needs",
"The value must follow a form: a path inside the project, a version, a name. The message or the help says which.

A path is relative to the project's root, is written with `/`, and has no `.` or `..` in it:

    protect \"docs/handbook.md\"";

        OUT_OF_RANGE = "kdl::out-of-range", "a value is too small, too large, too short or too long",
"The value is of the right kind but beyond a limit that the help names.

    trial-days -3       refused: a trial cannot be negative

Write a value within the limit.";
    }
}
