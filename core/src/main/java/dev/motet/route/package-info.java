/// Rules: an immutable compiled snapshot of them, what each condition asks, what each action does,
/// and the router that carries out what was decided.
@NullMarked
package dev.motet.route;

import org.jspecify.annotations.NullMarked;
