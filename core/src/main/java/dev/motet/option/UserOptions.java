package dev.motet.option;

import dev.motet.json.Fields;

/// A user of socks, http, mixed and naive inbounds (inventory JS-25).
public record UserOptions(String username, String password) {
  public static UserOptions decode(Fields f) {
    String username = f.string("username", "");
    String password = f.secret("password");
    return new UserOptions(username, password == null ? "" : password);
  }

  @Override
  public String toString() {
    return "UserOptions[" + username + ", ***]";
  }
}
