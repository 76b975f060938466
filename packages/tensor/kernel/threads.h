/* Threads that run the parts of one instruction (threads.c). A pool belongs to one caller: one run at a time uses it. */
#ifndef THREADS_H
#define THREADS_H

typedef struct pool pool;

/** Runs a part on a thread 0..threads - 1; the caller is thread 0. */
typedef void (*part_runner)(void *context, long part, int thread);

/** A pool without threads, or NULL where there is no memory. */
pool *open_pool(void);

/** Starts threads until there are `threads`, the caller among them; returns how many there are. */
int grow_pool(pool *of, int threads);

/** Runs the parts 0..parts - 1, each once, on at most `threads` threads; returns when all are done. */
void run_parts(pool *of, int threads, long parts, part_runner run, void *context);

/** Ends the threads. */
void close_pool(pool *of);

#endif
