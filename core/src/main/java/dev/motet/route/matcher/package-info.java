/// What rules look values up in: compact immutable sets of domains, addresses, ports and texts, and
/// an index that finds the rules of a list that can match. Knows nothing of rules and sessions.
@NullMarked
package dev.motet.route.matcher;

import org.jspecify.annotations.NullMarked;
