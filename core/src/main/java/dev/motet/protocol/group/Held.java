package dev.motet.protocol.group;

import dev.motet.io.Network;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// An open connection through a member. Thread-safe.
final class Held {
  private final Connections owner;
  private final GroupMember member;
  private final Network network;
  private final boolean ofSession;
  private final Consumer<IOException> abort;
  private final AtomicBoolean ended = new AtomicBoolean();

  /// @param ofSession whether a client has it, not the program itself
  Held(
      Connections owner,
      GroupMember member,
      Network network,
      boolean ofSession,
      Consumer<IOException> abort) {
    this.owner = owner;
    this.member = member;
    this.network = network;
    this.ofSession = ofSession;
    this.abort = abort;
  }

  GroupMember member() {
    return member;
  }

  Network network() {
    return network;
  }

  boolean ofSession() {
    return ofSession;
  }

  void abort(IOException reason) {
    abort.accept(reason);
  }

  /// Idempotent.
  void end() {
    if (ended.compareAndSet(false, true)) {
      owner.forget(this);
      member.ended();
    }
  }
}
