"""A root file system of Debian's static busybox, as a tar archive."""
import io
import pathlib
import tarfile


def archive(applets, files=()):
    """With /bin/busybox, its applets under their names, and `files`: (path, bytes, mode)."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        program = pathlib.Path("/bin/busybox").read_bytes()
        for path, data, mode in [("bin/busybox", program, 0o755), *files]:
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(data), mode
            tar.addfile(entry, io.BytesIO(data))
        for applet in applets:
            link = tarfile.TarInfo("bin/" + applet)
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
    return written.getvalue()
