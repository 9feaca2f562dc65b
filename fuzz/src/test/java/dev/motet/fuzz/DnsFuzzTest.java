package dev.motet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.dns.message.AnswerKey;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.PackedAnswer;
import dev.motet.dns.message.PlainQuery;
import dev.motet.io.ProtocolException;
import java.util.Arrays;
import java.util.List;

/// DNS messages of clients that nobody knows, and of servers that anybody may pretend to be.
class DnsFuzzTest {
  /// What a server says is read or refused; what was read can be written and read again.
  @FuzzTest(maxDuration = "60s")
  void answers(byte[] bytes) throws ProtocolException {
    Message read;
    try {
      read = Message.read(bytes);
    } catch (ProtocolException _) {
      return; // refused: what a reader is for
    }
    check(read.toString().length() > 0, "shown in logs");
    Message again = Message.read(read.write());
    check(again.has(Message.TRUNCATED) || again.equals(read), "the same again");
    byte[] cut = read.write(512);
    check(cut.length <= 512, "cut to what was asked for");
    Message.read(cut);
  }

  /// What a client asks is answered in its place, or goes the long way.
  @FuzzTest(maxDuration = "60s")
  void queries(byte[] bytes) throws ProtocolException {
    PlainQuery plain = PlainQuery.of(bytes, 0, bytes.length);
    if (plain == null) {
      return;
    }
    Message query = Message.read(bytes);
    check(plain.key().equals(AnswerKey.of(query)), "both ways mean the same");
    PackedAnswer packed = PackedAnswer.of(query.reply(0, List.of()));
    byte[] room = Arrays.copyOf(bytes, bytes.length + packed.length(plain));
    packed.write(PlainQuery.of(room, 0, bytes.length), room, 0, 60);
    Message answer = Message.read(Arrays.copyOf(room, packed.length(plain)));
    check(answer.answers(query), "it answers the query");
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
