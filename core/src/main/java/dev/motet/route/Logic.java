package dev.motet.route;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Conditions made of conditions.
final class Logic {
  private Logic() {}

  /// Every one holds; an empty list always does.
  static Condition all(List<Condition> parts) {
    return parts.size() == 1 ? parts.getFirst() : new All(parts.toArray(Condition[]::new), " ");
  }

  /// As [#all], of whole rules.
  static Condition and(List<Condition> parts) {
    return parts.size() == 1 ? parts.getFirst() : new All(parts.toArray(Condition[]::new), " && ");
  }

  /// At least one holds.
  static Condition any(List<Condition> parts) {
    return parts.size() == 1 ? parts.getFirst() : new Any(parts.toArray(Condition[]::new));
  }

  static Condition not(Condition part) {
    return new Not(part);
  }

  private static String joined(Condition[] parts, String separator) {
    return List.of(parts).stream().map(Condition::toString).collect(Collectors.joining(separator));
  }

  private static boolean anyNames(Condition[] parts, InetAddress address) {
    for (Condition part : parts) {
      if (part.names(address)) {
        return true;
      }
    }
    return false;
  }

  private record All(Condition[] parts, String separator) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      for (Condition part : parts) {
        if (!part.matches(candidate)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public @Nullable Condition failing(Candidate candidate) {
      for (Condition part : parts) {
        Condition failing = part.failing(candidate);
        if (failing != null) {
          return failing;
        }
      }
      return null;
    }

    @Override
    public boolean names(InetAddress address) {
      return anyNames(parts, address);
    }

    @Override
    public void entries(Candidate candidate, Consumer<String> ids) {
      for (Condition part : parts) {
        part.entries(candidate, ids);
      }
    }

    @Override
    public String toString() {
      String words = joined(parts, separator);
      return separator.equals(" ") ? words : "(" + words + ")";
    }
  }

  private record Any(Condition[] parts) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      for (Condition part : parts) {
        if (part.matches(candidate)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean names(InetAddress address) {
      return anyNames(parts, address);
    }

    @Override
    public void entries(Candidate candidate, Consumer<String> ids) {
      for (Condition part : parts) {
        if (part.matches(candidate)) {
          part.entries(candidate, ids);
          return;
        }
      }
    }

    @Override
    public String toString() {
      return "(" + joined(parts, " || ") + ")";
    }
  }

  private record Not(Condition part) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      return !part.matches(candidate);
    }

    @Override
    public String toString() {
      return "!(" + part + ")";
    }
  }
}
