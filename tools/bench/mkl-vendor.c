// The Math Kernel Library inside PyTorch uses AVX-512 on processors of Intel only. Loaded before it (LD_PRELOAD), this answers its
// question for every processor, so that PyTorch is measured at its best.
int mkl_serv_intel_cpu(void) { return 1; }
int mkl_serv_intel_cpu_true(void) { return 1; }
