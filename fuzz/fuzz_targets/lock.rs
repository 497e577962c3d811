//! `cargo +nightly fuzz run lock tests/corpus/lock`
#![no_main]

use libfuzzer_sys::fuzz_target;
use quickscale::state::{State, lock_path};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(state) = State::from_files([(lock_path("core"), bytes)]) {
        let again = State::from_files(state.to_files()).expect("a written state can be read");
        assert_eq!(again, state);
    }
});
