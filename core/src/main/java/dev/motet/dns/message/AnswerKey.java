package dev.motet.dns.message;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an answer is the answer to: a question in any case of letters, whether signatures are
/// wanted and checking is off, and, where servers are kept apart, the server. Immutable.
public final class AnswerKey {
  private static final int DNSSEC_OK = 1;
  private static final int CHECKING_DISABLED = 2;

  private final byte[] bytes;
  private final @Nullable String server;
  private final int hash;

  private AnswerKey(byte[] bytes, @Nullable String server) {
    this.bytes = bytes;
    this.server = server;
    this.hash = 31 * Arrays.hashCode(bytes) + Objects.hashCode(server);
  }

  /// @return null for a query without a question
  public static @Nullable AnswerKey of(Message query) {
    Question question = query.question();
    if (question == null) {
      return null;
    }
    byte[] name = question.name().wire();
    byte[] asked = Arrays.copyOf(name, name.length + 4);
    asked[name.length] = (byte) (question.type() >> 8);
    asked[name.length + 1] = (byte) question.type();
    asked[name.length + 2] = (byte) (question.klass() >> 8);
    asked[name.length + 3] = (byte) question.klass();
    Edns edns = query.edns();
    return of(
        asked,
        0,
        name.length,
        edns != null && edns.dnssecOk(),
        query.has(Message.CHECKING_DISABLED));
  }

  /// hot
  ///
  /// @param array holds an uncompressed question
  /// @param name bytes of its name
  static AnswerKey of(
      byte[] array, int from, int name, boolean dnssecOk, boolean checkingDisabled) {
    byte[] bytes = new byte[name + 5];
    for (int i = 0; i < name; i++) {
      bytes[i] = Name.lower(array[from + i]);
    }
    System.arraycopy(array, from + name, bytes, name, 4);
    bytes[name + 4] =
        (byte) ((dnssecOk ? DNSSEC_OK : 0) | (checkingDisabled ? CHECKING_DISABLED : 0));
    return new AnswerKey(bytes, null);
  }

  /// The same question to one server.
  public AnswerKey at(String tag) {
    return new AnswerKey(bytes, tag);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AnswerKey k
        && hash == k.hash
        && Arrays.equals(bytes, k.bytes)
        && Objects.equals(server, k.server);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
