//! Codes of the `explain` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        UNKNOWN_CODE = "explain::unknown-code", "there is no such error code",
"`quickscale explain` was asked about a code that does not exist. A code has two parts, `layer::name`, and is printed
above each error.

Run `quickscale explain` without a code to see all of them with a line about each.";
    }
}
