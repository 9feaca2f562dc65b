package dev.motet.core;

import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.tls.cert.TrustedRoots;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What a component can use of the instance that it lives in: nothing is static, several instances
/// run in one JVM. All of it is thread-safe.
public interface Env {
  /// Named after the component: `inbound/socks[in]`.
  Log log();

  /// Sockets, buffers, timer, pump, clock.
  Resources resources();

  Router router();

  Dns dns();

  /// The outbound with this tag, for detours; asked for at start, not at creation.
  ///
  /// @throws IllegalArgumentException when there is none
  Outbound outbound(String tag);

  /// What belongs to the tag of the component rather than to the component: the object that an
  /// earlier one of the same type and tag has left, else `first`. It is kept until a reload after
  /// which no component of that type and tag is left; components that replace each other share it,
  /// so it must be thread-safe.
  <T> T inherited(Class<T> type, Supplier<T> first);

  /// Blocks until the configuration that the component belongs to is in force, or was given up:
  /// names can be looked up from then on.
  void awaitInForce();

  /// For TLS clients of the program's own: checks peers against the roots that the section
  /// `certificate` names. Blocks on files when first asked.
  ///
  /// @throws IOException when a root cannot be read
  SSLContext roots() throws IOException;

  /// The same roots, for TLS that a configuration asks for.
  ///
  /// @throws IOException when a root cannot be read
  TrustedRoots trusted() throws IOException;

  /// Begins a session of the inbound that this environment belongs to.
  Session session(
      Network network,
      @Nullable InetSocketAddress source,
      Destination destination,
      @Nullable String user);

  /// Tells that the component listens there, with the real port; the instance shows it.
  default void listening(Network network, InetSocketAddress at) {}
}
