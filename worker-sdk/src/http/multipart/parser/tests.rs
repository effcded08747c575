use std::hash::{DefaultHasher, Hash, Hasher};

use super::*;

/// Numbers that follow from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        self.0 = hasher.finish();
        (self.0 % end as u64) as usize
    }

    /// Content that is full of what nearly is a boundary.
    fn content(&mut self) -> Vec<u8> {
        let parts: [&[u8]; 8] = [
            b"\r",
            b"\n",
            b"\r\n",
            b"\r\n-",
            b"\r\n--",
            b"\r\n--ab",
            b"x",
            &[0, 255],
        ];
        (0..self.below(9))
            .flat_map(|_| parts[self.below(parts.len())].to_vec())
            .collect()
    }
}

type Fields = Vec<(String, Vec<u8>)>;

fn written(fields: &Fields) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, content) in fields {
        let head = format!("--abc\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(content);
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(b"--abc--\r\n");
    form
}

/// Where the pieces end into which a form is cut.
fn cuts(numbers: &mut Numbers, length: usize) -> Vec<usize> {
    let mut cuts: Vec<_> = (0..numbers.below(6))
        .map(|_| numbers.below(length + 1))
        .collect();
    cuts.extend([0, length]);
    cuts.sort_unstable();
    cuts
}

struct Reading<'f> {
    parser: Parser,
    pieces: std::vec::IntoIter<&'f [u8]>,
}

impl<'f> Reading<'f> {
    fn of(form: &'f [u8], cuts: &[usize]) -> Self {
        let pieces: Vec<_> = cuts.windows(2).map(|cut| &form[cut[0]..cut[1]]).collect();
        Self {
            parser: Parser::new("abc"),
            pieces: pieces.into_iter(),
        }
    }

    fn next<T>(
        &mut self,
        next: impl Fn(&mut Parser) -> Result<Next<T>, Wrong>,
    ) -> Result<Option<T>, Wrong> {
        loop {
            match next(&mut self.parser)? {
                Next::Item(item) => return Ok(Some(item)),
                Next::End => return Ok(None),
                Next::Wanting => {}
            }
            match self.pieces.next() {
                Some(piece) => self.parser.push(piece.to_vec()),
                None => self.parser.finish(),
            }
        }
    }

    /// All fields, or those whose content is not skipped.
    fn fields(&mut self, is_read: impl Fn(usize) -> bool) -> Result<Fields, Wrong> {
        let mut fields = Fields::new();
        let mut count = 0;
        while let Some(head) = self.next(Parser::next_head)? {
            let mut content = Vec::new();
            while is_read(count)
                && let Some(chunk) = self.next(Parser::next_chunk)?
            {
                assert!(!chunk.is_empty());
                content.extend(chunk);
            }
            fields.push((head.name, content));
            count += 1;
        }
        Ok(fields)
    }
}

fn read(form: &[u8]) -> Result<Fields, Wrong> {
    Reading::of(form, &[0, form.len()]).fields(|_| true)
}

#[test]
fn what_was_written_is_read() {
    let mut numbers = Numbers(1);
    for round in 0..20_000 {
        let fields: Fields = (0..numbers.below(5))
            .map(|number| (format!("field {number}"), numbers.content()))
            .collect();
        let mut form = written(&fields);
        if numbers.below(2) == 0 {
            form.splice(0..0, *b"a preamble\r\n");
        }
        if numbers.below(2) == 0 {
            form.extend_from_slice(b"an epilogue\r\n--abc\r\n");
        }
        let cuts = cuts(&mut numbers, form.len());
        let all = Reading::of(&form, &cuts).fields(|_| true);
        assert_eq!(all, Ok(fields.clone()), "round {round}");

        let skipping = Reading::of(&form, &cuts).fields(|count| count % 2 == 1);
        let mut rest = fields;
        rest.iter_mut()
            .step_by(2)
            .for_each(|(_, content)| content.clear());
        assert_eq!(skipping, Ok(rest), "round {round}");
    }
}

#[test]
fn a_form_in_single_bytes() {
    let fields = vec![
        ("a".to_owned(), b"\r\n--ab\r\r\n".to_vec()),
        ("b".to_owned(), Vec::new()),
    ];
    let form = written(&fields);
    let cuts: Vec<_> = (0..=form.len()).collect();
    assert_eq!(Reading::of(&form, &cuts).fields(|_| true), Ok(fields));
}

#[test]
fn forms_that_are_cut_off_are_never_whole() {
    let fields = vec![
        ("a".to_owned(), b"1".to_vec()),
        ("b".to_owned(), b"2".to_vec()),
    ];
    let form = written(&fields);
    let end = form.len() - b"\r\n".len();
    for length in 0..end {
        let wrong = read(&form[..length]).unwrap_err();
        let expected = match length {
            0..5 => Wrong::NoBoundary,
            _ => Wrong::CutOff,
        };
        assert_eq!(wrong, expected, "after {length} bytes");
    }
    assert_eq!(read(&form[..end]), Ok(fields));
}

#[test]
fn forms_without_fields() {
    assert_eq!(read(b"--abc--"), Ok(vec![]));
    assert_eq!(read(b"\r\n--abc--\r\n"), Ok(vec![]));
    assert_eq!(read(b""), Err(Wrong::NoBoundary));
    assert_eq!(read(b"--another--"), Err(Wrong::NoBoundary));
}

#[test]
fn a_boundary_that_begins_as_ours() {
    assert_eq!(read(b"--abcd\r\n\r\n1\r\n--abcd--"), Err(Wrong::Boundary));
}

#[test]
fn heads_have_a_limit() {
    let head = "\r\nContent-Disposition: form-data; name=\"";
    let longest = MAX_HEAD - head.len() - 1;
    for (length, expected) in [(longest, Ok(1)), (longest + 1, Err(Wrong::LongHead))] {
        let name = "x".repeat(length);
        let form = written(&vec![(name, Vec::new())]);
        assert_eq!(read(&form).map(|fields| fields.len()), expected);
        let cuts: Vec<_> = (0..=form.len()).step_by(100).chain([form.len()]).collect();
        let read = Reading::of(&form, &cuts).fields(|_| true);
        assert_eq!(read.map(|fields| fields.len()), expected);
    }
    let endless = [b"--abc\r\n".to_vec(), vec![b'x'; MAX_HEAD]].concat();
    assert_eq!(read(&endless), Err(Wrong::LongHead));
}

#[test]
fn content_is_not_held_back_for_longer_than_a_boundary() {
    let mut parser = Parser::new("abc");
    parser.push(b"--abc\r\nContent-Disposition: form-data; name=a\r\n\r\none\r".to_vec());
    assert!(matches!(parser.next_head(), Ok(Next::Item(_))));
    assert_eq!(parser.next_chunk(), Ok(Next::Item(b"one".to_vec())));
    assert_eq!(parser.next_chunk(), Ok(Next::Wanting));
    parser.push(b"x".to_vec());
    assert_eq!(parser.next_chunk(), Ok(Next::Item(b"\rx".to_vec())));
    assert_eq!(parser.next_chunk(), Ok(Next::Wanting));
}
