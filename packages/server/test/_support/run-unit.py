"""Runs a unit's ExecStart inside the limits that the unit names, as far as the kernel gives them without systemd.

run-unit.py UNIT_FILE [--bind FROM:TO]...   as root; never returns: this process becomes the service.

Kept: the mounts (ProtectSystem=strict, ProtectHome, PrivateTmp, PrivateDevices, ProcSubset, ReadWritePaths,
StateDirectory), credentials, PrivateUsers, no capabilities, NoNewPrivileges, limits, RestrictAddressFamilies,
RestrictNamespaces, SystemCallFilter. Not kept: cgroups, the keyring, RestrictSUIDSGID, LockPersonality.
"""
import ctypes, os, pwd, grp, re, resource, shlex, subprocess, sys

libc = ctypes.CDLL(None, use_errno=True)
seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
seccomp.seccomp_init.restype = ctypes.c_void_p
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
NEWNS, NEWUSER = 0x20000, 0x10000000


def must(result):
    if result < 0:
        code = ctypes.get_errno() or -result
        raise OSError(code, os.strerror(code))


def mount(source, target, kind=None, flags=0, data=None):
    text = lambda value: value if value is None else value.encode()
    must(libc.mount(text(source), text(target), text(kind), ctypes.c_ulong(flags), text(data)))


class Unit(dict):
    def __init__(self, path):
        for line in open(path):
            if re.match(r"[A-Za-z]+=", line):
                key, value = line.rstrip("\n").split("=", 1)
                self.setdefault(key, []).append(value.replace("%n", os.path.basename(path)))
        self.name = os.path.basename(path)

    def words(self, key):
        return [word for value in self.get(key, []) for word in value.split()]

    def yes(self, key):
        return self.get(key, ["no"])[-1] == "yes"


def set_up_folders(unit, binds):
    state = [f"/var/lib/{name}" for name in unit.words("StateDirectory")]
    for folder in state:
        os.makedirs(folder, 0o700, exist_ok=True)
        os.chown(folder, user.pw_uid, group.gr_gid)
    must(libc.unshare(NEWNS))
    mount(None, "/", None, REC | PRIVATE)
    aside = "/run/entobot-unit"
    os.makedirs(aside, exist_ok=True)
    mount("tmpfs", aside, "tmpfs", 0, "mode=755")

    def keep(path, place=None):
        """A bind of what the next mounts hide."""
        hidden = f"{aside}/{len(os.listdir(aside))}"
        if os.path.isdir(path): os.mkdir(hidden)
        else: open(hidden, "w").close()
        mount(path, hidden, None, BIND | REC)
        return hidden, place or path

    writable = [keep(path) for path in state + unit.words("ReadWritePaths") + unit.words("BindPaths")]
    readable = [keep(path) for path in unit.words("BindReadOnlyPaths")] + [keep(*bind.split(":")) for bind in binds]
    credentials = {name: open(path, "rb").read() for name, path in (each.split(":", 1) for each in unit.get("LoadCredential", []))}

    for path in {path for _, path in mounts()}:
        if path != aside and not path.startswith(aside + "/") and path.split("/")[1] not in ("proc", "sys", "dev"):
            mount(None, path, None, BIND | REMOUNT | RDONLY | flags_of(path))
    for path in ("/tmp", "/var/tmp"): mount("tmpfs", path, "tmpfs", NOSUID | NODEV, "mode=1777")
    for path in ("/home", "/root", "/opt"): mount("tmpfs", path, "tmpfs", 0, "mode=755")
    for hidden, path in writable + readable:
        if not os.path.exists(path):
            if os.path.isdir(hidden): os.makedirs(path)
            else: os.makedirs(os.path.dirname(path), exist_ok=True), open(path, "w").close()
        mount(hidden, path, None, BIND | REC)
        if (hidden, path) in readable: mount(None, path, None, BIND | REMOUNT | RDONLY)
    for path in ("/home", "/root", "/opt"): mount(None, path, None, REMOUNT | RDONLY)

    mount("tmpfs", "/run", "tmpfs", NOSUID | NODEV, "mode=755")
    store = f"/run/credentials/{unit.name}"
    os.makedirs(store)
    for name, content in credentials.items():
        with open(f"{store}/{name}", "wb") as file: file.write(content)
        os.chmod(f"{store}/{name}", 0o400), os.chown(f"{store}/{name}", user.pw_uid, 0)
    os.chmod(store, 0o500), os.chown(store, user.pw_uid, 0)
    mount(None, "/run", None, REMOUNT | RDONLY)

    if unit.yes("PrivateDevices"):
        kept = [keep_device(name) for name in ("null", "zero", "full", "random", "urandom", "tty")]
        mount("tmpfs", "/dev", "tmpfs", NOSUID | NOEXEC, "mode=755")
        os.mkdir("/dev/shm", 0o1777), os.chmod("/dev/shm", 0o1777)
        for name, device in kept: os.mknod(f"/dev/{name}", 0o20666, device), os.chmod(f"/dev/{name}", 0o666)
        for link, to in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")): os.symlink(to, f"/dev/{link}")
    options = ["hidepid=invisible"] * (unit.get("ProtectProc") == ["invisible"]) + ["subset=pid"] * (unit.get("ProcSubset") == ["pid"])
    mount("proc", "/proc", "proc", NOSUID | NODEV | NOEXEC, ",".join(options))
    return store


def keep_device(name):
    return name, os.stat(f"/dev/{name}").st_rdev


def mounts():
    return [(line.split()[0], line.split()[1].replace("\\040", " ")) for line in open("/proc/self/mounts")]


def flags_of(path):
    flags = os.statvfs(path).f_flag
    return flags & (NOSUID | NODEV | NOEXEC)


def enter_user_namespace():
    """Root outside writes the maps: root and the service's own user, everybody else is nobody."""
    ready, mapped = os.pipe(), os.pipe()
    helper = os.fork()
    if helper == 0:
        os.read(ready[0], 1)
        for kind, own in (("uid", user.pw_uid), ("gid", group.gr_gid)):
            with open(f"/proc/{os.getppid()}/{kind}_map", "w") as file: file.write(f"0 0 1\n{own} {own} 1\n")
        os.write(mapped[1], b"x")
        os._exit(0)
    must(libc.unshare(NEWUSER))
    os.write(ready[1], b"x")
    os.read(mapped[0], 1)
    os.waitpid(helper, 0)


def drop_rights():
    for cap in range(64):
        if libc.prctl(24, cap, 0, 0, 0) < 0: break  # PR_CAPBSET_DROP
    os.setgroups([])
    os.setresgid(group.gr_gid, group.gr_gid, group.gr_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    must(libc.prctl(38, 1, 0, 0, 0))  # PR_SET_NO_NEW_PRIVS


def names_of(group_name):
    lines = subprocess.run(["systemd-analyze", "syscall-filter", group_name], capture_output=True, text=True, check=True).stdout.split("\n")
    for word in (line.strip() for line in lines[1:]):
        if word.startswith("@"): yield from names_of(word)
        elif word and not word.startswith("#"): yield word


class Argument(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


EQ, GE, MASKED = 4, 5, 7
ALLOW, ERRNO = 0x7FFF0000, 0x00050000


def filters(unit):
    """Made before rights are dropped (it asks systemd-analyze), loaded after, and the first last: it forbids loading."""
    allowed = set(names_of("@default"))
    for value in unit["SystemCallFilter"]:
        found = {name for word in value.lstrip("~").split() for name in (names_of(word) if word[0] == "@" else [word])}
        allowed = allowed - found | (set(names_of("@default"))) if value.startswith("~") else allowed | found
    yield make(ERRNO | 1, [(ALLOW, name, []) for name in sorted(allowed)])
    families = [getattr(__import__("socket"), name) for name in unit.words("RestrictAddressFamilies")]
    rules = [(ERRNO | 97, "socket", [Argument(0, EQ, family, 0)]) for family in range(64) if family not in families]
    yield make(ALLOW, rules + [(ERRNO | 97, "socket", [Argument(0, GE, 64, 0)])])
    if unit.yes("RestrictNamespaces"):
        spaces = [0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]
        rules = [(ERRNO | 1, name, [Argument(0, MASKED, space, space)]) for name in ("clone", "unshare") for space in spaces]
        yield make(ALLOW, rules + [(ERRNO | 1, "setns", []), (ERRNO | 38, "clone3", [])])


def make(default, rules):
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(default)))
    for action, name, arguments in rules:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number < 0: continue  # not of this architecture
        array = (Argument * len(arguments))(*arguments)
        must(seccomp.seccomp_rule_add_array(context, ctypes.c_uint32(action), number, len(arguments), array))
    return context


unit = Unit(sys.argv[1])
user, group = pwd.getpwnam(unit["User"][0]), grp.getgrnam(unit["Group"][0])
environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8", "USER": user.pw_name, "LOGNAME": user.pw_name}
environment |= dict(word.split("=", 1) for value in unit.get("Environment", []) for word in shlex.split(value))
loaded = list(filters(unit))
environment["CREDENTIALS_DIRECTORY"] = set_up_folders(unit, [bind for flag, bind in zip(sys.argv, sys.argv[1:]) if flag == "--bind"])
for name in ("NOFILE", "CORE"):
    kind = getattr(resource, f"RLIMIT_{name}")
    limit = min(int(unit[f"Limit{name}"][0]), resource.getrlimit(kind)[1])  # a container's root may not raise it
    resource.setrlimit(kind, (limit, limit))
os.umask(int(unit["UMask"][0], 8))
os.chdir("/")
if unit.yes("PrivateUsers"): enter_user_namespace()
drop_rights()
for context in reversed(loaded): must(seccomp.seccomp_load(context))
command = shlex.split(unit["ExecStart"][0])
os.execve(command[0], command, environment)
