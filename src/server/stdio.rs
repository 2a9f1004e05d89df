//! Standard input and output as streams.
//!
//! Editors connect a server by pipes or sockets. Those can be waited for directly; the runtime's general
//! standard streams would move every message through another thread, which costs more than most messages.

use tokio::io::{AsyncRead, AsyncWrite};

/// What a message is read from.
pub(super) type Input = Box<dyn AsyncRead + Unpin + Send>;
/// What a message is written to.
pub(super) type Output = Box<dyn AsyncWrite + Unpin + Send>;

/// The streams that the client is on. To be called within the runtime.
pub(super) fn streams() -> (Input, Output) {
    #[cfg(unix)]
    {
        let input = unix::input().unwrap_or_else(|_| Box::new(tokio::io::stdin()));
        let output = unix::output().unwrap_or_else(|_| Box::new(tokio::io::stdout()));
        (input, output)
    }
    #[cfg(not(unix))]
    (Box::new(tokio::io::stdin()), Box::new(tokio::io::stdout()))
}

#[cfg(unix)]
mod unix {
    use super::{Input, Output};
    use std::fs::File;
    use std::io::Result;
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::fs::FileTypeExt;
    use tokio::net::UnixStream;
    use tokio::net::unix::pipe;

    pub(super) fn input() -> Result<Input> {
        let fd = std::io::stdin().as_fd().try_clone_to_owned()?;
        if is_socket(&fd)? {
            return Ok(Box::new(socket(fd)?));
        }
        Ok(Box::new(pipe::Receiver::from_owned_fd(fd)?))
    }

    pub(super) fn output() -> Result<Output> {
        let fd = std::io::stdout().as_fd().try_clone_to_owned()?;
        if is_socket(&fd)? {
            return Ok(Box::new(socket(fd)?));
        }
        Ok(Box::new(pipe::Sender::from_owned_fd(fd)?))
    }

    fn is_socket(fd: &OwnedFd) -> Result<bool> {
        Ok(File::from(fd.try_clone()?)
            .metadata()?
            .file_type()
            .is_socket())
    }

    fn socket(fd: OwnedFd) -> Result<UnixStream> {
        let stream = std::os::unix::net::UnixStream::from(fd);
        stream.set_nonblocking(true)?;
        UnixStream::from_std(stream)
    }
}
