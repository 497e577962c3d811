//! `cargo +nightly fuzz run plan tests/corpus/plan`
#![no_main]

use libfuzzer_sys::fuzz_target;
use quickscale::{diagnostics::SourceFile, plan::Plan};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = SourceFile::from_bytes("plan.json", bytes) else { return };
    if let Ok(plan) = Plan::from_json(&source) {
        let again = Plan::from_json(&SourceFile::new("plan.json", &plan.to_json()))
            .expect("a saved plan can be read");
        assert_eq!(again, plan);
    }
});
