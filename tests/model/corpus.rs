//! What guided fuzzing has gathered, given to the same functions again.

use crate::targets::TARGETS;
use std::fs;
use std::path::Path;

#[test]
fn the_corpus_of_guided_fuzzing_keeps_every_promise() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus");
    for (name, target) in TARGETS {
        let files = fs::read_dir(corpus.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut count = 0;
        for file in files {
            let path = file.unwrap().path();
            // Captured, and shown if the target panics.
            println!("{}", path.display());
            target(&fs::read(&path).unwrap());
            count += 1;
        }
        assert!(count > 0, "no corpus of {name}");
    }
}
