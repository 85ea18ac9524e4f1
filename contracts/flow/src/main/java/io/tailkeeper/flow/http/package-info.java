/** The HTTP door that all four services have: whom they answer, and what a browser may do with their pages. */
package io.tailkeeper.flow.http;
