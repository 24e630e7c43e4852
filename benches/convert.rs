//! How long converting takes, and getting ready for it: `cargo bench --bench convert`.
//!
//! With the feature `opencc-rust` OpenCC's own library does the same in the same run:
//! `eval "$(.ci/opencc-reference)" && cargo bench --features opencc-rust --bench convert`. It gives text, the builtin
//! engine text and segments.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kaozheng::script::{Converter, Stream};

/// The bytes of an article.
const ARTICLE: usize = 5 * 1024;
/// Of Traditional text to characters and words, and of Simplified text to the same.
const CONFIGURATIONS: [&str; 6] = ["t2s", "tw2s", "tw2sp", "s2t", "s2tw", "s2twp"];

/// The sample article in the script that a configuration converts from.
fn sample(configuration: &str) -> String {
    let path = "content/articles/2024-02-25-meigu-lvchuang-lishi-xingao/source.txt";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(path).expect("the sample article");
    if configuration.starts_with('s') {
        builtin("tw2s").convert(&text).text
    } else {
        text
    }
}

fn builtin(configuration: &str) -> Converter {
    Converter::builtin(configuration).expect("OpenCC has it")
}

fn article(configuration: &str) -> String {
    let mut text = sample(configuration);
    text.truncate(text.floor_char_boundary(ARTICLE));
    text
}

fn convert(criterion: &mut Criterion) {
    for name in CONFIGURATIONS {
        let text = article(name);
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let converter = builtin(name);
        group.bench_function("kaozheng", |bencher| {
            bencher.iter(|| converter.convert(black_box(&text)));
        });
        #[cfg(feature = "opencc-rust")]
        {
            let path = format!("{}/{name}.json", env!("OPENCC_DATA_DIR"));
            let library = opencc_rust::OpenCC::new(path).expect("the library has it");
            let convert = |text: &str| library.convert(text).expect("the library converts");
            assert_eq!(convert(&text), converter.convert(&text).text);
            group.bench_function("opencc-rust", |bencher| {
                bencher.iter(|| convert(black_box(&text)));
            });
        }
        group.finish();
    }
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    for name in CONFIGURATIONS {
        group.bench_function(name, |bencher| {
            // One at a time, so that each begins with the memory of none.
            bencher.iter_batched(|| (), |()| builtin(name), BatchSize::PerIteration);
        });
    }
    group.finish();
}

/// Two hundred thousand characters without punctuation, whole and as a stream; the same rate as an article's means that
/// time grows with the length and no faster.
fn long(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("200,000 characters");
    let is_han = |character: &char| ('\u{4E00}'..='\u{9FFF}').contains(character);
    for name in ["t2s", "s2twp"] {
        let han: Vec<char> = sample(name).chars().filter(is_han).collect();
        let text: String = han.iter().cycle().take(200_000).collect();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.sample_size(20);
        let converter = builtin(name);
        group.bench_function(format!("{name} whole"), |bencher| {
            bencher.iter(|| converter.convert(black_box(&text)));
        });
        group.bench_function(format!("{name} streamed"), |bencher| {
            bencher.iter(|| {
                let mut stream = Stream::new(&converter, 64 * 1024);
                (stream.push(black_box(&text)), stream.finish())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, convert, start, long);
criterion_main!(benches);
