package dev.motet.engine;

import dev.motet.core.Resources;
import dev.motet.core.Sessions;
import dev.motet.dns.DnsClient;
import dev.motet.route.RuleRouter;
import dev.motet.service.ntp.CorrectedClock;

/// What all configurations of an instance share, from its start to its end.
///
/// @param resources sockets, buffers, timer, pump, clock
/// @param sessions under way
/// @param router holds the current rules
/// @param dns holds the current servers
/// @param clock wall time, which `ntp` corrects
/// @param inheritance what belongs to tags
/// @param roots what its own TLS clients trust
record Instance(
    Resources resources,
    Sessions sessions,
    RuleRouter router,
    DnsClient dns,
    CorrectedClock clock,
    Inheritance inheritance,
    Roots roots) {
  static Instance of(Resources resources, CorrectedClock clock) {
    Sessions sessions = new Sessions();
    DnsClient dns = new DnsClient(resources);
    return new Instance(
        resources,
        sessions,
        new RuleRouter(resources, sessions, dns),
        dns,
        clock,
        new Inheritance(),
        new Roots());
  }
}
