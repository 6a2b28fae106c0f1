print("dotnews")
