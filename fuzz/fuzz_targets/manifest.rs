//! `cargo +nightly fuzz run manifest tests/corpus/manifest`
#![no_main]

use libfuzzer_sys::fuzz_target;
use quickscale::{diagnostics::SourceFile, manifest};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = SourceFile::from_bytes("quickscale.kdl", bytes) {
        let (typed, report) = manifest::read(&source);
        assert!(typed.is_some() || report.has_errors());
    }
});
