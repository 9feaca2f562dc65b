package dev.motet.dns.server;

import dev.motet.dns.message.Message;
import java.util.List;

/// Answers every query with the same response code (legacy `rcode://…`, inventory DS-0).
record RcodeServer(int rcode) implements DnsServer {
  @Override
  public Message exchange(Message query) {
    Message reply = query.reply(rcode, List.of());
    return reply.withFlags(reply.flags() | Message.AUTHORITATIVE);
  }

  @Override
  public boolean isRemembered() {
    return false;
  }
}
