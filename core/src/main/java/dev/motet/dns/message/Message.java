package dev.motet.dns.message;

import dev.motet.io.ProtocolException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A query or an answer (RFC 1035 4.1) with at most one question. Immutable.
///
/// @param id u16
/// @param flags u16 of the header without the response code: the constants here
/// @param rcode all twelve bits (RFC 6891 6.1.3)
/// @param question null only in answers that report an error
/// @param additionals without the record OPT
/// @param edns the record OPT; null without one
public record Message(
    int id,
    int flags,
    int rcode,
    @Nullable Question question,
    List<ResourceRecord> answers,
    List<ResourceRecord> authorities,
    List<ResourceRecord> additionals,
    @Nullable Edns edns) {
  public static final int HEADER_BYTES = 12;
  public static final int MAX_BYTES = 0xffff;

  /// It is an answer.
  public static final int RESPONSE = 0x8000;

  public static final int OPCODE = 0x7800;
  public static final int AUTHORITATIVE = 0x0400;
  public static final int TRUNCATED = 0x0200;
  public static final int RECURSION_DESIRED = 0x0100;
  public static final int RECURSION_AVAILABLE = 0x0080;

  /// RFC 4035 3.1.6.
  public static final int AUTHENTIC_DATA = 0x0020;

  /// RFC 4035 3.2.2.
  public static final int CHECKING_DISABLED = 0x0010;

  public Message {
    answers = List.copyOf(answers);
    authorities = List.copyOf(authorities);
    additionals = List.copyOf(additionals);
  }

  /// Reads a whole message; bytes behind its last record are ignored.
  ///
  /// @throws ProtocolException when the bytes are no message with at most one question
  public static Message read(byte[] bytes) throws ProtocolException {
    return new MessageReader(bytes).read();
  }

  /// The bytes, with names compressed.
  public byte[] write() {
    return write(MAX_BYTES);
  }

  /// The bytes; what does not fit is left out and the message marked as truncated.
  ///
  /// @param limit at least 512
  public byte[] write(int limit) {
    return new MessageWriter(this, limit).write();
  }

  /// A query for records of the Internet, recursion desired.
  public static Message query(Name name, int type) {
    return new Message(
        0,
        RECURSION_DESIRED,
        Rcode.NOERROR,
        new Question(name, type, Question.INTERNET),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  /// An answer of this program's own to this query.
  public Message reply(int code, List<ResourceRecord> records) {
    int kept = flags & (OPCODE | RECURSION_DESIRED | CHECKING_DISABLED);
    return new Message(
        id,
        kept | RESPONSE | RECURSION_AVAILABLE,
        code,
        question,
        records,
        List.of(),
        List.of(),
        edns == null ? null : edns.own());
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// Whether this can be the answer to that query: what a stranger has to guess.
  public boolean answers(Message query) {
    if (!has(RESPONSE) || id != query.id || (flags & OPCODE) != (query.flags & OPCODE)) {
      return false;
    }
    return question == null ? rcode != Rcode.NOERROR : question.equals(query.question);
  }

  public Message withId(int other) {
    return new Message(other, flags, rcode, question, answers, authorities, additionals, edns);
  }

  public Message withFlags(int other) {
    return new Message(id, other, rcode, question, answers, authorities, additionals, edns);
  }

  public Message withQuestion(@Nullable Question other) {
    return new Message(id, flags, rcode, other, answers, authorities, additionals, edns);
  }

  public Message withEdns(@Nullable Edns other) {
    return new Message(id, flags, rcode, question, answers, authorities, additionals, other);
  }

  /// Each record of each section replaced.
  public Message withRecords(UnaryOperator<ResourceRecord> change) {
    return new Message(
        id,
        flags,
        rcode,
        question,
        answers.stream().map(change).toList(),
        authorities.stream().map(change).toList(),
        additionals.stream().map(change).toList(),
        edns);
  }

  /// All records with this time to live in seconds.
  public Message withTtl(long seconds) {
    return withRecords(record -> record.withTtl(seconds));
  }
}
