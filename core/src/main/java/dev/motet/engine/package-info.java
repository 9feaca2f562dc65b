/// The public entry: configurations, and running instances of them.
@NullMarked
package dev.motet.engine;

import org.jspecify.annotations.NullMarked;
