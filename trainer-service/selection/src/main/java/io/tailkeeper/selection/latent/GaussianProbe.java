package io.tailkeeper.selection.latent;

/**
 * Where human text lies among embeddings: a Gaussian with the mean of human embeddings and their {@linkplain ShrunkCovariance shrunk
 * covariance}. A text analogue, ours, of the latent space filter of image diffusion (arXiv 2511.12742), which keeps what a probe
 * on latents of real data trusts.
 */
public final class GaussianProbe {

    private final double[] mean;
    private final Cholesky factor;

    private GaussianProbe(double[] mean, Cholesky factor) {
        this.mean = mean;
        this.factor = factor;
    }

    /**
     * Fits the probe. Where the embeddings are all alike, as one is, no direction says more than another, and the covariance is
     * that of the unit matrix.
     *
     * @param human (n, d) embeddings of human text, n at least 1; n below d is enough
     * @throws IllegalArgumentException when there is no row, rows differ in length, or a number is not finite
     */
    public static GaussianProbe fit(double[][] human) {
        double[] mean = Moments.mean(human);
        double[][] covariance = new ShrunkCovariance(human, mean).matrix();
        double trace = 0;
        for (int i = 0; i < mean.length; i++) {
            trace += covariance[i][i];
        }
        if (!(trace > Double.MIN_NORMAL)) {
            for (int i = 0; i < mean.length; i++) {
                covariance[i][i] = 1;
            }
        }
        return new GaussianProbe(mean, new Cholesky(covariance));
    }

    /**
     * The negative squared Mahalanobis distance {@code -(x - m)^T C^-1 (x - m)}: 0 at the mean, and the lower the less it is like
     * human text.
     *
     * @param embedding (d)
     */
    public double score(double[] embedding) {
        double[] white = factor.whitened(Moments.minus(embedding, mean));
        return -Moments.dot(white, white);
    }
}
