package dev.motet.dial;

import dev.motet.core.DialRequest;
import dev.motet.core.DnsQuery;
import dev.motet.core.Env;
import dev.motet.core.Reach;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.option.DomainResolverOptions;
import dev.motet.option.DomainStrategy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns destinations into addresses as the dial fields of one outbound say (inventory SH-7).
/// Thread-safe.
final class Names {
  private final Env env;
  private final @Nullable DomainResolverOptions resolver;
  private final DomainStrategy strategy;

  /// @param legacy the strategy that counts where the resolver names none
  Names(Env env, @Nullable DomainResolverOptions resolver, DomainStrategy legacy) {
    this.env = env;
    this.resolver = resolver;
    this.strategy =
        resolver == null || resolver.strategy() == DomainStrategy.AS_IS
            ? legacy
            : resolver.strategy();
  }

  /// Addresses of the request's destination in the order to try, at least one.
  List<InetAddress> addresses(DialRequest request) throws IOException {
    if (request.to() instanceof Destination.Name name) {
      List<InetAddress> known = request.resolved();
      return within(
          request.reach(), name, known.isEmpty() ? lookup(name, request.session()) : known);
    }
    return List.of(((Destination.Ip) request.to()).address());
  }

  /// Those of the addresses that the session may be connected to, at least one.
  ///
  /// @throws DialException when a rule or guard forbids all of them
  static List<InetAddress> within(Reach reach, Destination.Name name, List<InetAddress> addresses)
      throws DialException {
    List<InetAddress> allowed = addresses.stream().filter(reach::allows).toList();
    if (allowed.isEmpty() && !addresses.isEmpty()) {
      throw new DialException(
          DialException.Reason.REJECTED, name.host() + " leads to addresses that are guarded");
    }
    return allowed;
  }

  /// The time, as `Timeouts.nanoTime()`.
  long nanoTime() {
    return env.resources().timeouts().nanoTime();
  }

  List<InetAddress> lookup(Destination.Name name, @Nullable Session session) throws IOException {
    DomainResolverOptions named = resolver;
    DnsQuery query =
        named == null
            ? new DnsQuery(name.host(), strategy, null, session)
            : new DnsQuery(
                name.host(),
                strategy,
                named.server(),
                session,
                named.disableCache(),
                named.rewriteTtl(),
                named.clientSubnet());
    return env.dns().resolve(query);
  }
}
