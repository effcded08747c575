//! TCP sockets.

use std::time::Duration;

use futures_util::future::join;
use futures_util::{AsyncReadExt, AsyncWriteExt};
use worker_sdk::sockets::{Connect, ReadHalf, SecureTransport, WriteHalf, connect};
use worker_sdk::{Request, Result, sleep, timeout};

use crate::asked;

pub(crate) async fn answer(path: &str, request: &Request) -> Result<String> {
    let address = asked(request, "address")?;
    let socket = connect(address.as_str());
    match path {
        "/info" => info(socket).await,
        "/later" => later(socket).await,
        "/closed" => closed(socket).await,
        "/echo" => echo(socket, request).await,
        "/finish" => finish(socket).await,
        "/half-open" => finish(socket.allow_half_open(true)).await,
        "/late-answer" => late_answer(socket.allow_half_open(true)).await,
        "/drop" => Ok(format!("{:?}", socket.await?)),
        "/read" => Ok(String::from_utf8(socket.await?.read_to_end().await?)?),
        "/fill" => fill(socket).await,
        "/cancelled-read" => cancelled_read(socket).await,
        "/tls" => greet(socket.secure_transport(SecureTransport::On)).await,
        "/start-tls" => start_tls(socket, request).await,
        "/start-tls-with-bytes" => start_tls_with_bytes(socket).await,
        "/start-tls-on-plain" => {
            socket.await?.start_tls().await?;
            Ok("encrypted".into())
        }
        _ => Err(format!("no page `{path}`").into()),
    }
}

async fn info(socket: Connect) -> Result<String> {
    let socket = socket.await?;
    let info = socket.opened().await?;
    let transport = socket.secure_transport();
    socket.close().await?;
    Ok(format!(
        "{} {transport:?}",
        info.remote_address.unwrap_or_default()
    ))
}

/// Writes before anybody knows whether there is a connection.
async fn later(socket: Connect) -> Result<String> {
    let mut socket = socket.begin()?;
    socket.write_all("early").await?;
    socket.shutdown().await?;
    Ok(String::from_utf8(socket.read_to_end().await?)?)
}

/// The other side closes, or nobody does.
async fn closed(socket: Connect) -> Result<String> {
    let mut socket = socket.await?;
    let early = timeout(Duration::from_millis(50), socket.closed()).await;
    socket.write_all("go").await?;
    let answer = String::from_utf8(socket.read_to_end().await?)?;
    socket.closed().await?;
    Ok(format!("early: {}, then {answer}", early.is_ok()))
}

/// Sends bytes in pieces of any size, and reads them back in pieces of any size, both at once.
async fn echo(socket: Connect, request: &Request) -> Result<String> {
    let size: usize = asked(request, "size")?.parse()?;
    let seed: u32 = asked(request, "seed")?.parse()?;
    let (mut read, mut write) = socket.await?.into_split();
    let sent = content(size, seed);
    let (written, received) = join(
        write_in_pieces(&mut write, &sent, seed),
        read_in_pieces(&mut read, size, seed + 1),
    )
    .await;
    written?;
    match received? == sent {
        true => Ok(format!("{size} bytes, all the same")),
        false => Err("what came back is something else".into()),
    }
}

async fn write_in_pieces(write: &mut WriteHalf, bytes: &[u8], mut seed: u32) -> Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let piece = &rest[..length(&mut seed).min(rest.len())];
        let written = write.write(piece).await?;
        rest = &rest[written..];
        if next(&mut seed).is_multiple_of(7) {
            write.flush().await?;
        }
    }
    write.flush().await?;
    Ok(())
}

async fn read_in_pieces(read: &mut ReadHalf, size: usize, mut seed: u32) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    while all.len() < size {
        let mut piece = vec![0; length(&mut seed)];
        match AsyncReadExt::read(read, &mut piece).await? {
            0 => return Err(format!("the end after {} bytes", all.len()).into()),
            count => all.extend_from_slice(&piece[..count]),
        }
        if next(&mut seed).is_multiple_of(31) {
            sleep(Duration::from_millis(1)).await;
        }
    }
    Ok(all)
}

fn content(size: usize, mut seed: u32) -> Vec<u8> {
    (0..size).map(|_| next(&mut seed) as u8).collect()
}

/// Mostly small, now and then larger than any buffer.
fn length(seed: &mut u32) -> usize {
    let most = [1, 7, 100, 4096, 70_000][next(seed) as usize % 5];
    1 + next(seed) as usize % most
}

fn next(seed: &mut u32) -> u32 {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    *seed >> 8
}

/// The other side answers when it has read all.
async fn finish(socket: Connect) -> Result<String> {
    let mut socket = socket.await?;
    socket.write_all("question").await?;
    socket.shutdown().await?;
    let refused = socket.write_all("more").await.is_err();
    let answer = String::from_utf8(socket.read_to_end().await?)?;
    Ok(format!("{answer}, writing refused: {refused}"))
}

/// The other side says its last word first.
async fn late_answer(socket: Connect) -> Result<String> {
    let mut socket = socket.await?;
    let question = String::from_utf8(socket.read_to_end().await?)?;
    socket.write_all("answer to ").await?;
    socket.write_all(&question).await?;
    socket.close().await?;
    Ok(question)
}

/// Writes to somebody who does not read, until no more is accepted.
async fn fill(socket: Connect) -> Result<String> {
    let mut socket = socket.await?;
    let block = vec![b'x'; 64 * 1024];
    let mut blocks = 0;
    loop {
        let write = socket.write_all(&block);
        if timeout(Duration::from_millis(500), write).await.is_err() {
            return Ok(blocks.to_string());
        }
        blocks += 1;
    }
}

/// A read that was given up has taken nothing.
async fn cancelled_read(socket: Connect) -> Result<String> {
    let mut socket = socket.await?;
    let mut byte = [0];
    let given_up = timeout(Duration::from_millis(50), socket.read(&mut byte)).await;
    socket.write_all("go").await?;
    let answer = String::from_utf8(socket.read_to_end().await?)?;
    Ok(format!("given up: {}, then {answer}", given_up.is_err()))
}

async fn greet(socket: Connect) -> Result<String> {
    let mut socket = socket.await?;
    socket.write_all("hello").await?;
    socket.shutdown().await?;
    Ok(String::from_utf8(socket.read_to_end().await?)?)
}

/// Says so in plain text, as mail servers and databases have it, and goes on encrypted.
async fn start_tls(socket: Connect, request: &Request) -> Result<String> {
    let socket = socket.secure_transport(SecureTransport::StartTls);
    let mut socket = socket.await?;
    socket.write_all("STARTTLS\n").await?;
    let mut ready = [0; 3];
    let mut rest = &mut ready[..];
    while !rest.is_empty() {
        let length = socket.read(rest).await?;
        rest = &mut rest[length..];
    }
    let start = socket.start_tls();
    let mut socket = match request.query_value("name") {
        Some(name) => start.expected_server_hostname(&name).await?,
        None => start.await?,
    };
    socket.write_all("hello").await?;
    socket.shutdown().await?;
    let answer = String::from_utf8(socket.read_to_end().await?)?;
    Ok(format!("{answer}, {:?}", socket.secure_transport()))
}

async fn start_tls_with_bytes(socket: Connect) -> Result<String> {
    let socket = socket.secure_transport(SecureTransport::StartTls);
    let mut socket = socket.await?;
    socket.write_all("STARTTLS\n").await?;
    socket.read(&mut [0]).await?;
    socket.start_tls().await?;
    Ok("encrypted".into())
}
