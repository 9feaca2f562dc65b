package dev.motet.core;

import dev.motet.option.UserOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The users of an inbound who log in with name and password; with none, everybody may pass.
/// Immutable.
public final class Users {
  /// What is compared where there is no password.
  private static final byte[] NONE = {0};

  private final Map<String, List<byte[]>> passwords = new HashMap<>();

  /// Passwords that one name has, at most.
  private final int most;

  public Users(List<UserOptions> users) {
    for (UserOptions user : users) {
      passwords
          .computeIfAbsent(user.username(), _ -> new ArrayList<>(1))
          .add(user.password().getBytes(StandardCharsets.UTF_8));
    }
    this.most = passwords.values().stream().mapToInt(List::size).max().orElse(0);
  }

  public boolean isEmpty() {
    return passwords.isEmpty();
  }

  /// By name; equal values are equal sets of passwords.
  public Map<String, ?> credentials() {
    Map<String, Set<ByteBuffer>> all = new HashMap<>();
    passwords.forEach((name, list) ->
        all.put(name, list.stream().map(ByteBuffer::wrap).collect(Collectors.toSet())));
    return all;
  }

  /// Compares in a time that depends on what is given only: neither on the passwords, nor on
  /// whether there is such a user.
  public boolean accepts(String username, String password) {
    byte[] given = password.getBytes(StandardCharsets.UTF_8);
    List<byte[]> known = passwords.getOrDefault(username, List.of());
    boolean found = false;
    for (int i = 0; i < most; i++) {
      boolean real = i < known.size();
      // the time of isEqual is set by the length of its first argument
      found |= MessageDigest.isEqual(given, real ? known.get(i) : NONE) & real;
    }
    return found;
  }

  /// Never shows passwords.
  @Override
  public String toString() {
    return "Users" + passwords.keySet();
  }
}
