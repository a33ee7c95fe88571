# Reads cases from stdin, one a line: method test y1,y2,… v1,v2,… and prints for each what metafor makes of it, a line each:
# estimate se statistic p ci.lb ci.ub pi.lb pi.ub tau2 tau2.lb tau2.ub I2 H2 Q Qp; “none” where its iteration doesn't converge.
suppressMessages(library(metafor))
answer <- function(method, test, y, v) {
  control <- list(threshold = 1e-13, maxiter = 100000, tol = 1e-13)
  fit <- suppressWarnings(rma(y, v, method = method, test = test, control = control))
  with <- method != "FE"
  pi <- if (with) predict(fit) else list(pi.lb = NA, pi.ub = NA)
  range <- if (with) suppressWarnings(confint(fit, control = list(tol = 1e-13, maxiter = 100000, tau2.max = 1e6)))$random[1, 2:3] else c(NA, NA)
  out <- c(fit$b, fit$se, fit$zval, fit$pval, fit$ci.lb, fit$ci.ub, pi$pi.lb, pi$pi.ub, fit$tau2, range, fit$I2, fit$H2, fit$QE, fit$QEp)
  paste(sprintf("%.17g", out), collapse = " ")
}
for (line in readLines(file("stdin"))) {
  parts <- strsplit(line, " ")[[1]]
  y <- as.numeric(strsplit(parts[3], ",")[[1]])
  v <- as.numeric(strsplit(parts[4], ",")[[1]])
  cat(tryCatch(answer(parts[1], parts[2], y, v), error = function(e) "none"), "\n")
}
