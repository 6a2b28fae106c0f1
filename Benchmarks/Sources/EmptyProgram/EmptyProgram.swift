/// Does nothing: what a process costs.
@main
struct EmptyProgram {
    static func main() {}
}
