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
  private final Map<String, List<byte[]>> passwords = new HashMap<>();

  public Users(List<UserOptions> users) {
    for (UserOptions user : users) {
      passwords
          .computeIfAbsent(user.username(), _ -> new ArrayList<>(1))
          .add(user.password().getBytes(StandardCharsets.UTF_8));
    }
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

  /// Compares in a time that says nothing about the password.
  public boolean accepts(String username, String password) {
    byte[] given = password.getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (byte[] expected : passwords.getOrDefault(username, List.of())) {
      found |= MessageDigest.isEqual(expected, given);
    }
    return found;
  }

  /// Never shows passwords.
  @Override
  public String toString() {
    return "Users" + passwords.keySet();
  }
}
