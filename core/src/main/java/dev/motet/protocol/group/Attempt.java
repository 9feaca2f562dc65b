package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.core.Env;
import dev.motet.core.Session;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One connection through a group: member after member, until one opens it. The caller hears of a
/// failure only when all have failed. Used once, by one thread.
///
/// @param <T> a stream or a packet connection
final class Attempt<T> {
  /// Opens the connection through one member.
  interface Opening<T> {
    /// @param switches of the group before the member was chosen
    T open(GroupMember member, long switches) throws IOException;
  }

  /// What an attempt uses of its group.
  ///
  /// @param tests null for a group that is not tested
  record Parts(
      Env env,
      Policy policy,
      RetryOptions retry,
      Connections connections,
      Pauses pauses,
      @Nullable TestLoop tests) {}

  /// A member that failed, and how it was let through.
  private record Suspect(GroupMember member, Breaker.Pass pass) {}

  private final Parts parts;
  private final Network network;
  private final DialRequest request;
  private final Opening<T> opening;
  private final List<GroupMember> tried = new ArrayList<>();
  private final List<Suspect> suspects = new ArrayList<>(0);
  private final List<IOException> failures = new ArrayList<>(0);

  Attempt(Parts parts, Network network, DialRequest request, Opening<T> opening) {
    this.parts = parts;
    this.network = network;
    this.request = request;
    this.opening = opening;
  }

  T run() throws IOException {
    try {
      for (int round = 0; ; round++) {
        int before = failures.size();
        T opened = tryAll();
        if (opened != null) {
          return opened;
        }
        List<IOException> fresh = failures.subList(before, failures.size());
        boolean mayPass = fresh.stream().anyMatch(e -> Fault.mayPass(e, request));
        if (round == parts.retry.attempts() || !mayPass) {
          throw Fault.told(failures, request);
        }
        parts.pauses.await(parts.retry.delay(), request.session());
      }
    } finally {
      // nobody could do it: the fault may be the destination's, or that of the whole network
      suspects.forEach(suspect -> suspect.member.breaker().undecided(suspect.pass));
    }
  }

  /// Tries all candidates once.
  ///
  /// @return null when all failed, which is noted
  private @Nullable T tryAll() throws IOException {
    long switches = parts.connections.switches();
    List<GroupMember> candidates = parts.policy.candidates(network, request, List.copyOf(tried));
    if (candidates.isEmpty()) {
      throw new DialException(Reason.UNSUPPORTED, "missing supported outbound");
    }
    List<GroupMember> resting = new ArrayList<>(0);
    for (GroupMember member : candidates) {
      Breaker.Pass pass = member.breaker().enter(now());
      T opened = null;
      if (pass == Breaker.Pass.NONE) {
        resting.add(member);
      } else {
        opened = tryOne(member, pass, switches);
      }
      if (opened != null) {
        return opened;
      }
    }
    return tryResting(resting, switches);
  }

  private @Nullable T tryResting(List<GroupMember> resting, long switches) {
    for (GroupMember member : resting) {
      if (!parts.policy.failsOver()) {
        String left = seconds(member.breaker().nanosLeft(now()));
        failures.add(
            new DialException(
                Reason.FAILED, "outbound " + member + " has failed and is left alone for " + left));
        continue;
      }
      T opened = tryOne(member, Breaker.Pass.NONE, switches);
      if (opened != null) {
        return opened;
      }
    }
    return null;
  }

  /// @return null when it failed, which is noted
  private @Nullable T tryOne(GroupMember member, Breaker.Pass pass, long switches) {
    Session session = request.session();
    int passed = session == null ? 0 : session.passed();
    if (session != null) {
      session.passed(member.tag());
    }
    tried.add(member);
    boolean open = false;
    boolean decided = false;
    member.began();
    try {
      T opened = opening.open(member, switches);
      open = true;
      decided = true;
      succeeded(member);
      return opened;
    } catch (IOException e) {
      decided = failed(member, pass, e);
      return null;
    } finally {
      if (!open) {
        member.ended();
        goBack(session, passed);
      }
      if (!decided) {
        member.breaker().undecided(pass);
      }
    }
  }

  private static void goBack(@Nullable Session session, int passed) {
    if (session != null) {
      session.backTo(passed);
    }
  }

  private void succeeded(GroupMember member) {
    worked(member);
    for (Suspect suspect : suspects) {
      if (suspect.member != member) {
        blame(suspect);
      }
    }
    suspects.clear();
    parts.policy.succeeded(member, request);
  }

  /// @return whether the breaker has heard of it, or will
  private boolean failed(GroupMember member, Breaker.Pass pass, IOException e) {
    failures.add(e);
    parts
        .env
        .log()
        .info(request.session(), "{} through outbound {}: {}", request.to(), member, Fault.text(e));
    switch (Fault.of(e, request)) {
      case DESTINATION -> worked(member);
      case MEMBER -> {
        Suspect suspect = new Suspect(member, pass);
        if (parts.policy.failsOver()) {
          suspects.add(suspect);
        } else {
          blame(suspect);
        }
      }
      case NOBODY -> {
        return false;
      }
    }
    return true;
  }

  private void worked(GroupMember member) {
    member.breaker().succeeded();
    if (parts.tests != null) {
      parts.tests.worked(member);
    }
  }

  private void blame(Suspect suspect) {
    GroupMember member = suspect.member;
    if (parts.tests != null) {
      parts.tests.failed(member);
    }
    if (member.breaker().failed(suspect.pass, now())) {
      String left = seconds(member.breaker().nanosLeft(now()));
      parts.env.log().warn(null, "outbound {} fails and is left alone for {}", member, left);
    }
  }

  private long now() {
    return parts.env.resources().timeouts().nanoTime();
  }

  private static String seconds(long nanos) {
    return Math.ceilDiv(nanos, Duration.ofSeconds(1).toNanos()) + " s";
  }
}
