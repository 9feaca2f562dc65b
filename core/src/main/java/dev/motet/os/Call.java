package dev.motet.os;

/// System calls of Linux by their number on x86-64 and in the generic table (aarch64, riscv64).
enum Call {
  READ(0, 63),
  WRITE(1, 64),
  OPENAT(257, 56),
  CLOSE(3, 57),
  FCNTL(72, 25),
  PIPE2(293, 59),
  SPLICE(275, 76),
  SOCKET(41, 198),
  BIND(49, 200),
  LISTEN(50, 201),
  ACCEPT4(288, 242),
  CONNECT(42, 203),
  GETSOCKNAME(51, 204),
  SENDTO(44, 206),
  RECVFROM(45, 207),
  SETSOCKOPT(54, 208),
  GETSOCKOPT(55, 209),
  SHUTDOWN(48, 210),
  SENDMSG(46, 211),
  RECVMMSG(299, 243),
  SENDMMSG(307, 269),
  CHDIR(80, 49),
  RT_SIGACTION(13, 134),
  SETNS(308, 268),
  EVENTFD2(290, 19),
  EPOLL_CREATE1(291, 20),
  EPOLL_CTL(233, 21),
  EPOLL_PWAIT(281, 22),
  PPOLL(271, 73);

  final long number;

  Call(int x86, int generic) {
    this.number = Platform.X86_64 ? x86 : generic;
  }
}
