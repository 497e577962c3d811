//! Codes of the `command` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {}
}
