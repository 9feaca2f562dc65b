package dev.motet.dns;

import dev.motet.core.Log;
import dev.motet.core.Session;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Question;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.ResourceRecord;
import dev.motet.option.RecordTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// What is said about queries and answers (inventory DX-13).
final class DnsLog {
  private final Log log;

  DnsLog(Log log) {
    this.log = log;
  }

  /// hot: whether anything at all is said about answers.
  boolean isOn() {
    return log.isEnabled(Level.INFO);
  }

  void bug(@Nullable Session session, Throwable cause) {
    log.bug(session, cause);
  }

  void asked(@Nullable Session session, Message query) {
    log.debug(session, "exchange {}", query.question());
  }

  void exchanged(@Nullable Session session, Message answer, long ttl) {
    answered(session, "exchanged", answer, ttl);
  }

  void cached(@Nullable Session session, Message answer, long ttl) {
    answered(session, "cached", answer, ttl);
  }

  private void answered(@Nullable Session session, String how, Message answer, long ttl) {
    Question question = answer.question();
    if (!isOn() || question == null) {
      return;
    }
    log.debug(session, "{} {} {} {}", how, question.name().host(), Rcode.text(answer.rcode()), ttl);
    for (List<ResourceRecord> section :
        List.of(answer.answers(), answer.authorities(), answer.additionals())) {
      for (ResourceRecord record : section) {
        log.info(session, "{} {} {}", how, RecordTypes.text(record.type()), record);
      }
    }
  }
}
