/** What a bench finds, and the memory that a process takes. */
package io.tailkeeper.bench.figures;
