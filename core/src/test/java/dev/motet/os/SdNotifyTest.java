package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages to a service manager that is a socket of this test.
@EnabledOnOs(OS.LINUX)
class SdNotifyTest {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;

  @TempDir Path folder;

  /// A datagram socket bound like that of systemd.
  private static long bind(byte[] name, boolean terminated) {
    long fd = Kernel.call(Call.SOCKET, AF_UNIX, SOCK_DGRAM, 0, 0);
    assertThat(fd).isPositive();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(2 + name.length + 1, 8);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      long length = 2 + name.length + (terminated ? 1 : 0);
      assertThat(Kernel.call(Call.BIND, fd, address.address(), length, 0)).isZero();
    }
    return fd;
  }

  private static String receive(long fd) {
    byte[] bytes = new byte[500];
    int messageDontWait = 0x40;
    long count = Kernel.call(Call.RECVFROM, fd, bytes, 0, bytes.length, messageDontWait);
    return count < 0
        ? "errno " + -count
        : new String(bytes, 0, (int) count, StandardCharsets.UTF_8);
  }

  @Test
  void reachesASocketInTheFileSystem() throws IOException {
    String path = folder.resolve("notify").toString();
    long fd = bind(path.getBytes(StandardCharsets.UTF_8), true);
    try {
      SdNotify.send(path, "READY=1\nSTATUS=ä");
      assertThat(receive(fd)).isEqualTo("READY=1\nSTATUS=ä");
    } finally {
      Kernel.call(Call.CLOSE, fd, 0);
    }
  }

  @Test
  void reachesAnAbstractSocket() throws IOException {
    String name = "motet-test-" + ProcessHandle.current().pid();
    long fd = bind(("\0" + name).getBytes(StandardCharsets.UTF_8), false);
    try {
      SdNotify.send("@" + name, "STOPPING=1");
      assertThat(receive(fd)).isEqualTo("STOPPING=1");
    } finally {
      Kernel.call(Call.CLOSE, fd, 0);
    }
  }

  @Test
  void withoutAManagerNothingHappens() throws IOException {
    SdNotify.send("", "READY=1");
  }

  @Test
  void aManagerThatIsGoneIsToldInOneSentence() {
    String path = folder.resolve("none").toString();
    assertThatThrownBy(() -> SdNotify.send(path, "READY=1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("notify service manager at " + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "vsock:2:1234"})
  void otherKindsOfAddressAreRefused(String address) {
    assertThatThrownBy(() -> SdNotify.send(address, "READY=1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: a path, or @name");
  }
}
