package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.OutOfDescriptorsException;
import java.io.IOException;
import java.util.List;

/// Whose fault it is that a connection did not come about.
enum Fault {
  /// The member's, as far as can be told.
  MEMBER,
  /// The destination's: the member has done its part.
  DESTINATION,
  /// Somebody forbids it, the member cannot carry it, or this machine lacks something.
  NOBODY;

  static Fault of(IOException e, DialRequest request) {
    if (e instanceof DialException known && blames(known, request)) {
      return DESTINATION;
    }
    if (e instanceof OutOfDescriptorsException
        || e.getCause() instanceof OutOfDescriptorsException) {
      return NOBODY;
    }
    return switch (reason(e)) {
      case REFUSED, UNREACHABLE, TIMEOUT, DNS, AUTH, FAILED -> MEMBER;
      case REJECTED, DROPPED, UNSUPPORTED -> NOBODY;
    };
  }

  /// Whether the same may succeed a little later.
  static boolean mayPass(IOException e, DialRequest request) {
    return switch (reason(e)) {
      case UNREACHABLE, TIMEOUT, AUTH, FAILED -> true;
      case REFUSED, DNS -> of(e, request) != DESTINATION;
      case REJECTED, DROPPED, UNSUPPORTED -> false;
    };
  }

  /// The failure to tell of several: what a destination said counts more than what befell the way
  /// to it, what the first member met more than what the others did. The others are suppressed in
  /// it.
  ///
  /// @param failures at least one
  static IOException told(List<IOException> failures, DialRequest request) {
    IOException told = failures.getFirst();
    for (IOException failure : failures.reversed()) {
      told = of(failure, request) == DESTINATION ? failure : told;
    }
    for (IOException other : failures) {
      if (!other.equals(told)) {
        told.addSuppressed(other);
      }
    }
    return told;
  }

  static String text(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /// A member may have been asked for the addresses of the destination instead.
  private static boolean blames(DialException e, DialRequest request) {
    int port = request.to().port();
    return e.blames(request.to())
        || request.resolved().stream()
            .anyMatch(address -> e.blames(new Destination.Ip(address, port)));
  }

  private static Reason reason(IOException e) {
    return e instanceof DialException known ? known.reason() : Reason.FAILED;
  }
}
