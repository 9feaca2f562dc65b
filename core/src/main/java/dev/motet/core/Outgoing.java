package dev.motet.core;

import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.NetworkMonitor;
import dev.motet.io.SocketConfig;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// What the section `route` says about sockets whose dial fields leave it open: the interface they
/// are bound to, their mark (inventory SH-8). A reload replaces it in one step. Thread-safe.
public final class Outgoing {
  private volatile Settings settings = Settings.NONE;

  /// At one moment.
  ///
  /// @param monitor of `auto_detect_interface`; null without
  /// @param defaultInterface null without
  /// @param defaultMark 0 without
  public record Settings(
      @Nullable NetworkMonitor monitor, @Nullable String defaultInterface, long defaultMark) {
    public static final Settings NONE = new Settings(null, null, 0);

    /// As `equals(NONE)`, which would be linked while the first client of a process waits.
    boolean isNone() {
      return monitor == null && defaultInterface == null && defaultMark == 0;
    }
  }

  public Settings settings() {
    return settings;
  }

  public void swap(Settings next) {
    settings = next;
  }

  /// hot: asked for each socket.
  ///
  /// @param config as the dial fields say; its own interface, addresses and mark win
  /// @throws DialException when the interface is to be found out and there is none
  public SocketConfig applied(SocketConfig config, InetAddress to) throws DialException {
    Settings now = settings;
    if (now.isNone()) {
      return config;
    }
    SocketConfig marked =
        config.mark() == 0 && now.defaultMark != 0 ? config.withMark(now.defaultMark) : config;
    if (config.bindInterface() != null
        || config.bind4() != null
        || config.bind6() != null
        || config.netns() != null) {
      return marked;
    }
    String name = now.monitor == null ? now.defaultInterface : found(now.monitor, to);
    return name == null ? marked : marked.withBindInterface(name);
  }

  private static String found(NetworkMonitor monitor, InetAddress to) throws DialException {
    String name = monitor.interfaceOf(to);
    if (name == null) {
      name = monitor.defaultInterface();
    }
    if (name == null) {
      throw new DialException(Reason.UNREACHABLE, "no available network interface");
    }
    return name;
  }
}
