//! How the sizes of a picture are kept in one file: a line for each, and their bytes behind the lines.

use crate::raster::{Size, Sizes, Unusable};

/// The name of this form: with another one, what was kept in it is made again.
pub(super) const FORM: &str = "sizes 1\n";

/// Writes what became of a picture.
pub(super) fn write(made: &Result<Sizes, Unusable>) -> Vec<u8> {
    let sizes = match made {
        Ok(sizes) => sizes,
        Err(Unusable::AsItIs) => return b"as it is\n".to_vec(),
        Err(Unusable::Broken(reason)) => return format!("broken\n{reason}").into_bytes(),
    };
    let mut entry = format!("{} {} {}\n", sizes.width, sizes.height, sizes.all.len());
    for size in &sizes.all {
        entry += &format!("{} {}\n", size.width, size.webp.len());
    }
    let mut entry = entry.into_bytes();
    for size in &sizes.all {
        entry.extend(&size.webp);
    }
    entry
}

/// Reads what [`write`] has written; nothing of anything else.
pub(super) fn read(entry: &[u8]) -> Option<Result<Sizes, Unusable>> {
    let mut rest = entry;
    match line(&mut rest)? {
        "as it is" => Some(Err(Unusable::AsItIs)),
        "broken" => {
            let reason = std::str::from_utf8(rest).ok()?;
            Some(Err(Unusable::Broken(reason.to_owned())))
        }
        sizes => read_sizes(sizes, rest).map(Ok),
    }
}

fn read_sizes(first: &str, mut rest: &[u8]) -> Option<Sizes> {
    let [width, height, count] = numbers(first)?;
    let mut sizes = Vec::new();
    for _ in 0..count {
        sizes.push(numbers::<2>(line(&mut rest)?)?);
    }
    let mut all = Vec::new();
    for [width, length] in sizes {
        let (webp, behind) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        let webp = webp.to_vec();
        all.push(Size { width, webp });
        rest = behind;
    }
    rest.is_empty().then_some(Sizes { width, height, all })
}

/// Takes a line.
fn line<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let end = memchr::memchr(b'\n', rest)?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    *rest = &rest[end + 1..];
    Some(line)
}

/// Returns the numbers of a line, which has just so many.
fn numbers<const COUNT: usize>(line: &str) -> Option<[u32; COUNT]> {
    let numbers = line.split(' ').map(|number| number.parse().ok());
    let numbers: Option<Vec<u32>> = numbers.collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(made: Result<Sizes, Unusable>) {
        let entry = write(&made);
        assert_eq!(read(&entry), Some(made));
        let is_text = entry.starts_with(b"broken");
        for length in 0..entry.len() {
            assert!(is_text || read(&entry[..length]).is_none(), "{length}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let size = |width, bytes: &[u8]| Size {
            width,
            webp: bytes.to_vec(),
        };
        let sizes = |all| Sizes {
            width: 1000,
            height: 3,
            all,
        };
        check(Err(Unusable::AsItIs));
        check(Err(Unusable::Broken("for\na reason".to_owned())));
        check(Ok(sizes(Vec::new())));
        check(Ok(sizes(vec![size(480, b"\n1 2\n"), size(960, b"RIFF")])));
    }

    #[test]
    fn anything_else_is_nothing() {
        for entry in [
            "",
            "\n",
            "1 2\n",
            "1 2 4294967295\n",
            "1 1 1\n9 4294967295\na",
            "-1 1 0\n",
        ] {
            assert_eq!(read(entry.as_bytes()), None, "{entry:?}");
        }
    }
}
