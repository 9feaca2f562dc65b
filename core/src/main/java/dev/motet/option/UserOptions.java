package dev.motet.option;

import dev.motet.json.Fields;

/// A user of socks, http, mixed and naive inbounds (inventory JS-25).
public record UserOptions(String username, String password) {
  public static UserOptions decode(Fields f) {
    throw new UnsupportedOperationException(f.path());
  }

  @Override
  public String toString() {
    return "UserOptions[" + username + ", ***]";
  }
}
