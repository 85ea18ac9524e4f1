package io.tailkeeper.detector.calibration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Minimises a smooth convex function by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4). */
final class LimitedMemoryBfgs {

    private static final int MEMORY = 8;
    private static final int MAX_STEPS = 300;
    private static final double FLAT = 1e-6;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final int MAX_HALVINGS = 40;

    private LimitedMemoryBfgs() {}

    /** A function with its gradient. */
    @FunctionalInterface
    interface Objective {

        /** The value at a place; writes the gradient there. */
        double at(double[] place, double[] gradient);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Correction(double[] step, double[] change, double curvature) {}

    /** The place of the minimum, to a largest gradient component of 1e-6. */
    static double[] minimise(Objective objective, double[] start) {
        double[] place = start.clone();
        double[] gradient = new double[place.length];
        double value = objective.at(place, gradient);
        Deque<Correction> corrections = new ArrayDeque<>();
        for (int step = 0; step < MAX_STEPS && largest(gradient) > FLAT; step++) {
            double[] direction = direction(gradient, corrections);
            double slope = dot(direction, gradient);
            double length = corrections.isEmpty() ? 1 / (1 + Math.sqrt(dot(gradient, gradient))) : 1;
            double[] next = new double[place.length];
            double[] nextGradient = new double[place.length];
            double nextValue = Double.POSITIVE_INFINITY;
            for (int halving = 0; halving < MAX_HALVINGS; halving++) {
                for (int i = 0; i < next.length; i++) {
                    next[i] = place[i] + length * direction[i];
                }
                nextValue = objective.at(next, nextGradient);
                if (nextValue <= value + SUFFICIENT_DECREASE * length * slope) {
                    break;
                }
                length /= 2;
            }
            if (!(nextValue < value)) {
                break; // rounding hides any further decrease
            }
            remember(corrections, difference(next, place), difference(nextGradient, gradient));
            place = next;
            gradient = nextGradient;
            value = nextValue;
        }
        return place;
    }

    private static double[] direction(double[] gradient, Deque<Correction> corrections) {
        List<Correction> newestFirst = new ArrayList<>(corrections);
        double[] direction = gradient.clone();
        double[] shares = new double[newestFirst.size()];
        for (int i = 0; i < shares.length; i++) {
            Correction correction = newestFirst.get(i);
            shares[i] = dot(correction.step(), direction) / correction.curvature();
            add(direction, -shares[i], correction.change());
        }
        if (shares.length > 0) {
            Correction newest = newestFirst.getFirst();
            scale(direction, newest.curvature() / dot(newest.change(), newest.change()));
        }
        for (int i = shares.length - 1; i >= 0; i--) {
            Correction correction = newestFirst.get(i);
            double share = dot(correction.change(), direction) / correction.curvature();
            add(direction, shares[i] - share, correction.step());
        }
        scale(direction, -1);
        return direction;
    }

    private static void remember(Deque<Correction> corrections, double[] step, double[] change) {
        double curvature = dot(step, change);
        if (curvature > 0) {
            corrections.addFirst(new Correction(step, change, curvature));
        }
        if (corrections.size() > MEMORY) {
            corrections.removeLast();
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] difference(double[] left, double[] right) {
        double[] difference = new double[left.length];
        for (int i = 0; i < left.length; i++) {
            difference[i] = left[i] - right[i];
        }
        return difference;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static void add(double[] target, double factor, double[] values) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * values[i];
        }
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
