//! What a Git client sends to push one commit, as Git's protocol has it.

use worker_sdk::crypto::{Hash, digest};
use worker_sdk::{Request, Response, Result, fetch};

/// An object of Git.
pub(crate) struct Object {
    kind: u8,
    content: Vec<u8>,
    id: Vec<u8>,
}

impl Object {
    /// Its hash.
    pub(crate) fn hash(&self) -> String {
        self.id.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As it stands in a pack: what it is, how long, and zlib without compression.
    fn packed(&self) -> Vec<u8> {
        let length = self.content.len();
        assert!((16..2048).contains(&length), "{length}");
        let mut pack = vec![
            0x80 | self.kind << 4 | (length & 15) as u8,
            (length >> 4) as u8,
        ];
        pack.extend([0x78, 0x01, 1]);
        pack.extend((length as u16).to_le_bytes());
        pack.extend((!(length as u16)).to_le_bytes());
        pack.extend(&self.content);
        pack.extend(adler(&self.content).to_be_bytes());
        pack
    }
}

fn adler(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b): (u32, u32), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    b << 16 | a
}

async fn object(kind: u8, name: &str, content: Vec<u8>) -> Result<Object> {
    let mut bytes = format!("{name} {}\0", content.len()).into_bytes();
    bytes.extend(&content);
    let id = digest(Hash::Sha1, bytes).await?;
    Ok(Object { kind, content, id })
}

pub(crate) async fn blob(content: &str) -> Result<Object> {
    object(3, "blob", content.into()).await
}

/// Of modes, names and objects, in the order of the names.
pub(crate) async fn tree(entries: &[(&str, &str, &Object)]) -> Result<Object> {
    let mut content = Vec::new();
    for (mode, name, object) in entries {
        content.extend(format!("{mode} {name}\0").into_bytes());
        content.extend(&object.id);
    }
    object(2, "tree", content).await
}

pub(crate) async fn commit(tree: &Object, message: &str) -> Result<Object> {
    let tree = tree.hash();
    let text = format!(
        "tree {tree}\nauthor Ada <ada@example.com> 1000000000 +0000\ncommitter Eve <eve@example.com> 1000000060 +0100\n\n{message}\n"
    );
    object(1, "commit", text.into()).await
}

/// A line, with its length before it.
fn line(text: &str) -> String {
    format!("{:04x}{text}", text.len() + 4)
}

/// Pushes the first of the objects, a commit, to a branch that is not there yet.
pub(crate) async fn push(
    remote: &str,
    token: &str,
    branch: &str,
    objects: &[&Object],
) -> Result<Response> {
    let (old, new) = ("0".repeat(40), objects[0].hash());
    let update = format!("{old} {new} refs/heads/{branch}\0report-status");
    let mut pack = b"PACK\0\0\0\x02".to_vec();
    pack.extend((objects.len() as u32).to_be_bytes());
    objects
        .iter()
        .for_each(|object| pack.extend(object.packed()));
    let sum = digest(Hash::Sha1, &pack).await?;
    let body = [line(&update).as_bytes(), b"0000", &pack, &sum].concat();
    let address = format!("{remote}/git-receive-pack");
    let request = Request::post(address)
        .bearer_auth(token)
        .header("content-type", "application/x-git-receive-pack-request")
        .body(body);
    fetch(request.build()?).await
}
